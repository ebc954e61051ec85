package io.tollgate.cli;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.tollgate.core.command.CommandException;
import io.tollgate.verifier.license.RefusedException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The key that encrypts keysets: AES-256-GCM, in a file of its own that holds it in the clear.
 *
 * @param name the file, for messages
 * @param aead what it does
 */
record KeyEncryptionKey(String name, Aead aead) {

  /** A new one, as the text of its file. */
  static String generate() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkKeys.configuration()),
        TinkKeys.configuration(),
        InsecureSecretKeyAccess.get());
  }

  static KeyEncryptionKey read(Path file)
      throws CommandException, RefusedException, GeneralSecurityException {
    return of(file.toString(), InputFiles.text(file));
  }

  static KeyEncryptionKey of(String name, String text)
      throws CommandException, GeneralSecurityException {
    try {
      KeysetHandle keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(
              text, TinkKeys.configuration(), InsecureSecretKeyAccess.get());
      return new KeyEncryptionKey(name, keyset.getPrimitive(TinkKeys.configuration(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw new CommandException(
          name + " holds no key that encrypts keysets: make one with keystore key.");
    }
  }
}
