package io.tollgate.cli;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.tollgate.core.command.CommandException;
import java.security.GeneralSecurityException;

/** A Tink keyset in JSON whose keys are encrypted; its primary key is the one that signs. */
final class EncryptedKeyset {
  private static final byte[] NO_ASSOCIATED_DATA = {};

  private EncryptedKeyset() {}

  /** Whether a file that holds a private key holds a keyset rather than PEM. */
  static boolean isKeyset(String text) {
    return text.stripLeading().startsWith("{");
  }

  static String of(SigningKey key, KeyEncryptionKey encryption) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
        TinkKeys.keyset(key.tinkKey()),
        encryption.aead(),
        NO_ASSOCIATED_DATA,
        TinkKeys.configuration());
  }

  /**
   * Decrypts the key that signs.
   *
   * @param name the file, for messages
   */
  static SigningKey read(String name, String text, KeyEncryptionKey encryption)
      throws CommandException, GeneralSecurityException {
    if (!text.contains("\"encryptedKeyset\"")) {
      throw new CommandException(name + " is no encrypted keyset.");
    }
    KeysetHandle keyset;
    try {
      keyset =
          TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
              text, encryption.aead(), NO_ASSOCIATED_DATA, TinkKeys.configuration());
    } catch (GeneralSecurityException e) {
      throw new CommandException(
          name
              + " cannot be decrypted with "
              + encryption.name()
              + ": it was encrypted with another key, or is damaged.");
    }
    return SigningKey.fromTink(name, keyset.getPrimary().getKey());
  }
}
