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
 * @param jar the application
 * @param agent the sealed agent jar; without one the application runs bare
 * @param token what lies at the mount
 */
record Launch(Jdk jdk, Path jar, Optional<Path> agent, Optional<String> token) {
  /** Relative to the folder in which the JVM runs. */
  static final String TOKEN_FILE = "token";

  static final String PORT_FILE = "port";

  static Launch without(Jdk jdk) {
    return new Launch(jdk, Built.testApp(), Optional.empty(), Optional.empty());
  }

  static Launch under(StartPolicy policy, Jdk jdk) throws Exception {
    return new Launch(
        jdk, Built.testApp(), Optional.of(Vendor.theOne().agent(policy)), Optional.empty());
  }

  /** The application with the agent in its jar. */
  static Launch oneJar(StartPolicy policy, Jdk jdk) throws Exception {
    return new Launch(jdk, Vendor.theOne().oneJar(policy), Optional.empty(), Optional.empty());
  }

  Launch with(String mountedToken) {
    return new Launch(jdk, jar, agent, Optional.of(mountedToken));
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
    arguments.add("-Dtollgate.token.file=" + TOKEN_FILE);
    arguments.add("-jar");
    arguments.add(jar.toString());
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
