package io.tollgate.premain;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What vendors sealed into the agent jars of one command line. */
final class Seals {
  private static final String FOLDER = "META-INF/tollgate/";

  private Seals() {}

  /** Whether every sealed jar on the class path holds exactly what the ruling one does. */
  static boolean allAre(Zone ruling) throws IOException {
    for (URL policy :
        Collections.list(ClassLoader.getSystemResources(FOLDER + "policy.properties"))) {
      URLConnection connection = policy.openConnection();
      connection.setUseCaches(false);
      if (!(connection instanceof JarURLConnection entry)) {
        return false;
      }
      try (JarFile jar = entry.getJarFile()) {
        if (!isSame(jar, ruling)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isSame(JarFile jar, Zone ruling) throws IOException {
    for (JarEntry entry : Collections.list(jar.entries())) {
      String name = entry.getName();
      if (name.startsWith(FOLDER) && !entry.isDirectory()) {
        try (InputStream content = jar.getInputStream(entry)) {
          if (!Arrays.equals(content.readAllBytes(), ruling.apply(name).orElse(new byte[0]))) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
