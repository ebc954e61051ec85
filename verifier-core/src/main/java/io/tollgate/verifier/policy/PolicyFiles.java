package io.tollgate.verifier.policy;

import java.io.IOException;

/** Where a policy and the key files that it names lie: a folder, or the sealed jar. */
public interface PolicyFiles {

  /** No file that belongs to a policy is larger. */
  int MOST_BYTES = 256 * 1024;

  /**
   * The content of a file.
   *
   * @param name relative to the policy
   * @throws IOException if it cannot be read or is larger than {@link #MOST_BYTES}; the message
   *     says which and why
   */
  byte[] read(String name) throws IOException;
}
