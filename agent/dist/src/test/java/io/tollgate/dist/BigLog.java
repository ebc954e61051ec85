package io.tollgate.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Audit logs of any size, written by what the documentation says of their form. */
final class BigLog {
  private BigLog() {}

  static void write(Path file, long bytes) throws IOException, NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    String filler = "y".repeat(30_000);
    String prev = "0".repeat(64);
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      while (written < bytes) {
        String rest =
            "\"action\":\"LICENSE_RENEWED\",\"filler\":\""
                + filler
                + "\",\"createdAt\":\"2026-11-18T11:06:40.000Z\",\"prev\":\""
                + prev
                + "\"}";
        byte[] line =
            ("{\"id\":\"" + id(sha.digest(ascii(rest))) + "\"," + rest)
                .getBytes(StandardCharsets.US_ASCII);
        out.write(line);
        out.write('\n');
        written += line.length + 1;
        prev = HexFormat.of().formatHex(sha.digest(line));
      }
    }
  }

  /** Changes one bit. */
  static void flip(Path file, long position) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(position);
      int before = bytes.read();
      bytes.seek(position);
      bytes.write(before ^ 1);
    }
  }

  /** The first 128 bits, with version 8 and variant 2 (RFC 9562 §5.8). */
  private static String id(byte[] hash) {
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    String hex = HexFormat.of().formatHex(hash, 0, 16);
    return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
