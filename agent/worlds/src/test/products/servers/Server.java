package servers;

import java.nio.file.Path;

/** A servlet container that runs in this JVM. */
interface Server {

  /** The port that it listens on. */
  int port();

  /**
   * Starts a web application.
   *
   * @param name {@code one} answers under {@code /one}
   * @param folder an unpacked war
   */
  void deploy(String name, Path folder) throws Exception;

  /** Stops a web application and forgets it; its class loader. */
  ClassLoader undeploy(String name) throws Exception;

  void stop() throws Exception;
}
