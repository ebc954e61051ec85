package io.tollgate.core.http;

/** Renewals where nobody is to ask for one. */
class OtherRenewals implements Renewals {
  @Override
  public Answer trial(byte[] token) {
    throw new AssertionError("nobody asks");
  }

  @Override
  public Answer renew(byte[] token, Asker asker) {
    throw new AssertionError("nobody asks");
  }

  @Override
  public Answer back(Asker asker) {
    throw new AssertionError("nobody asks");
  }

  @Override
  public void close() {}
}
