package io.tollgate.testapp;

import io.tollgate.testapp.Vendor.StartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to start the application.
 *
 * @param agent the sealed agent jar; without one the application runs bare
 * @param token what lies at the mount
 */
record Launch(Jdk jdk, Optional<Path> agent, Optional<String> token) {
  /** Relative to the folder in which the JVM runs. */
  static final String TOKEN_FILE = "token";

  static final String PORT_FILE = "port";

  static Launch without(Jdk jdk) {
    return new Launch(jdk, Optional.empty(), Optional.empty());
  }

  static Launch under(StartPolicy policy, Jdk jdk) throws Exception {
    return new Launch(jdk, Optional.of(Vendor.theOne().agent(policy)), Optional.empty());
  }

  Launch with(String mountedToken) {
    return new Launch(jdk, agent, Optional.of(mountedToken));
  }

  /** A JVM that may or may not come up. */
  JavaProcess process() throws IOException {
    Path folder = Scratch.folder("app");
    if (token.isPresent()) {
      Files.writeString(folder.resolve(TOKEN_FILE), token.get());
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("-Xmx128m");
    if (agent.isPresent()) {
      arguments.add("-javaagent:" + agent.get() + "=token.file=" + TOKEN_FILE + ",poll=PT1S");
    }
    arguments.add("-jar");
    arguments.add(Built.testApp().toString());
    arguments.add("--server.port=0");
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--orders.port-file=" + PORT_FILE);
    // The application itself then says nothing, so that every line is the agent's.
    arguments.add("--logging.level.root=error");
    return JavaProcess.start(jdk, folder, arguments);
  }

  /** The application, ready to answer. */
  App app() throws Exception {
    return App.ready(process());
  }
}
