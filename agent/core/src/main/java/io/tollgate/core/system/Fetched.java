package io.tollgate.core.system;

/** What came of fetching a document. */
public sealed interface Fetched {

  /**
   * The document was not had.
   *
   * @param why server and failure, as a sentence without its full stop: "keys.acme.com answered
   *     503". Fit for a terminal, and without credentials or the URL's query.
   */
  record Failed(String why) implements Fetched {}

  /** The whole document, which may be empty; the server answered 200. */
  final class Body implements Fetched {
    private final byte[] bytes;

    public Body(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes;
    }
  }
}
