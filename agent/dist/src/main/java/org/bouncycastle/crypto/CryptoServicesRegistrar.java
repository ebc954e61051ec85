package org.bouncycastle.crypto;

import java.security.SecureRandom;

/**
 * Stands in for Bouncy Castle's class of this name inside the agent jar. The original configures
 * what the agent does not use (random sources, DSA and DH parameters, service constraints), and to
 * do so it asks for a {@code java.util.logging} logger: in {@code premain} that would lock in the
 * host's log manager, and takes 20 ms.
 *
 * <p>Nothing that checks a signature asks this class for anything but its consent.
 */
public final class CryptoServicesRegistrar {
  private CryptoServicesRegistrar() {}

  /** Consents: without configuration the original has no constraints either. */
  public static void checkConstraints(CryptoServiceProperties service) {}

  /**
   * Random numbers are for signing, which the agent does not do.
   *
   * @throws IllegalStateException always
   */
  @SuppressWarnings("DoNotCallSuggester") // called by compiled code only
  public static SecureRandom getSecureRandom(SecureRandom random) {
    throw new IllegalStateException("The agent verifies and never signs.");
  }
}
