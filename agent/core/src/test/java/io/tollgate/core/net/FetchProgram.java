package io.tollgate.core.net;

import io.tollgate.core.system.Fetched;
import io.tollgate.core.system.JvmEnvironment;
import io.tollgate.core.system.LocalFiles;
import java.util.Optional;

/** A JVM that fetches one URL and says what came of it. */
final class FetchProgram {
  private FetchProgram() {}

  /** Takes the file of the authority and the URL. */
  public static void main(String[] arguments) throws Exception {
    HttpsNetwork network =
        new HttpsNetwork(
            Optional.of(arguments[0]), Optional.empty(), new LocalFiles(), new JvmEnvironment());
    Fetched fetched = network.get(arguments[1], 1024);
    System.out.println(
        fetched instanceof Fetched.Failed failed ? "failed: " + failed.why() : "fetched");
  }
}
