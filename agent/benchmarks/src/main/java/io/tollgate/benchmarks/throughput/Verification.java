package io.tollgate.benchmarks.throughput;

/** One library's way from a compact JWS to its claims, by a key that it was given before. */
interface Verification {

  /**
   * Parses the token, checks its signature, reads {@code sub} and {@code exp}.
   *
   * @throws Exception the library's own, if the signature is not good
   */
  Seen verify(String token) throws Exception;
}
