package io.tollgate.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A mounted Kubernetes Secret, changed as the kubelet does it: a new folder with all files, and a
 * symbolic link {@code ..data} to it that takes the old one's place by a renaming.
 */
final class Secret {
  private final Path mount;
  private int version;

  Secret(Path mount) throws IOException {
    this.mount = Files.createDirectories(mount);
  }

  Path token() {
    return mount.resolve("token");
  }

  /** Changes the token; returns when the new one took effect, by {@link System#nanoTime}. */
  long put(String token) throws IOException {
    Path before = folder(version);
    version++;
    Path fresh = Files.createDirectory(folder(version));
    Files.writeString(fresh.resolve("token"), token);
    Path link = mount.resolve("..data_tmp");
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    long swapped = System.nanoTime();
    if (version == 1) {
      Files.createSymbolicLink(token(), Path.of("..data", "token"));
    } else {
      Files.delete(before.resolve("token"));
      Files.delete(before);
    }
    return swapped;
  }

  private Path folder(int number) {
    return mount.resolve("..2026_11_25_" + number);
  }
}
