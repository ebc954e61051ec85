package io.tollgate.core.source;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileFacts;
import io.tollgate.core.system.FileSystem;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Where something is mounted, as Linux tells it in {@code /proc/self/mountinfo} (proc(5)). */
public final class MountTable {
  private static final String TABLE = "/proc/self/mountinfo";
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int MOUNT_POINT = 4;
  private static final int ESCAPE = 4;
  private static final int OCTAL = 8;

  private MountTable() {}

  /** No mounts where there is no such table. */
  public static Set<String> read(FileSystem files) {
    Set<String> mounts = new HashSet<>();
    if (files.read(TABLE, MOST_BYTES) instanceof FileContent.Bytes table) {
      for (String line : new String(table.bytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] fields = line.split(" ", -1);
        if (fields.length > MOUNT_POINT) {
          mounts.add(decode(fields[MOUNT_POINT]));
        }
      }
    }
    return mounts;
  }

  /**
   * Whether a file is a mount of its own: {@code subPath} in Kubernetes, or a bind mount. What it
   * was mounted from may change; it does not.
   */
  public static boolean isMountedAlone(String file, FileSystem files) {
    Optional<FileFacts> facts = files.facts(file);
    return facts.isPresent() && read(files).contains(facts.get().realPath());
  }

  /** The table writes white space and backslashes as a backslash and three octal digits. */
  private static String decode(String field) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < field.length()) {
      if (isEscape(field, at)) {
        text.append((char) Integer.parseInt(field.substring(at + 1, at + ESCAPE), OCTAL));
        at += ESCAPE;
      } else {
        text.append(field.charAt(at));
        at++;
      }
    }
    return text.toString();
  }

  private static boolean isEscape(String field, int at) {
    if (field.charAt(at) != '\\' || at + ESCAPE > field.length()) {
      return false;
    }
    for (int i = at + 1; i < at + ESCAPE; i++) {
      if (field.charAt(i) < '0' || field.charAt(i) > '7') {
        return false;
      }
    }
    return true;
  }
}
