package io.tollgate.verifier.token;

/** An id of a customer or a license in {@code licence-v1}: {@code ^[A-Za-z0-9._-]{1,64}$}. */
final class LicenceId {
  private static final int MOST_CHARACTERS = 64;

  private LicenceId() {}

  static boolean isOne(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MOST_CHARACTERS;
  }
}
