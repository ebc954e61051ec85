package io.tollgate.core.command.doctor;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Where something is mounted, as Linux tells it in {@code /proc/self/mountinfo} (proc(5)). */
final class MountTable {
  private static final String TABLE = "/proc/self/mountinfo";
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int MOUNT_POINT = 4;

  /** How the table writes white space and backslashes. */
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private MountTable() {}

  /** No mounts where there is no such table. */
  static Set<String> read(FileSystem files) {
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

  private static String decode(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            octal ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(octal.group(1), 8))));
  }
}
