package io.tollgate.core.system;

/** Fetching small documents from a server. */
public interface Network {

  /**
   * Fetches a document, in bounded time and memory. Throws nothing: whatever goes wrong is a {@link
   * Fetched.Failed}.
   *
   * @param url {@code https}, or {@code http} on loopback
   * @param mostBytes a larger document is a failure
   */
  Fetched get(String url, int mostBytes);
}
