package io.tollgate.core.store;

import io.tollgate.verifier.license.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** There is no place for one, and whoever asks is told so. */
final class NoStore implements Store, MeterRows {
  @Override
  public String name() {
    return "no store";
  }

  @Override
  public Optional<Reach> reach() {
    return Optional.empty();
  }

  private static StoreException none() {
    return new StoreException(ErrorCode.STORE_NONE, "");
  }

  @Override
  public LicenseRow license() throws StoreException {
    throw none();
  }

  @Override
  public LicenseRow putLicense(String token, String by, long now) throws StoreException {
    throw none();
  }

  @Override
  public Optional<LicenseRow> seedLicense(String token, String by, long now) throws StoreException {
    throw none();
  }

  @Override
  public Optional<LicenseRow> back(long revision, String by, long now) throws StoreException {
    throw none();
  }

  @Override
  public MeterRows meters() {
    return this;
  }

  @Override
  public void append(List<String> lines) throws StoreException {
    throw none();
  }

  @Override
  public List<String> tail(int most) throws StoreException {
    throw none();
  }

  @Override
  public void rememberDenylist(long seq, byte[] list) throws StoreException {
    throw none();
  }

  @Override
  public Optional<byte[]> denylist() throws StoreException {
    throw none();
  }

  @Override
  public OptionalLong denylistNumber() throws StoreException {
    throw none();
  }

  @Override
  public String installation(String made) throws StoreException {
    throw none();
  }

  @Override
  public Admission admit(String cap, String key, long limit, long now) throws StoreException {
    throw none();
  }

  @Override
  public Keys keys(String cap, long after) throws StoreException {
    throw none();
  }

  @Override
  public void release(String cap, Collection<String> keys) throws StoreException {
    throw none();
  }

  @Override
  public void remove(String cap, Collection<String> keys) throws StoreException {
    throw none();
  }

  @Override
  public void add(String cap, List<Calls> calls) throws StoreException {
    throw none();
  }

  @Override
  public Map<String, Long> calls(String cap, long fromBucket, Collection<String> keys)
      throws StoreException {
    throw none();
  }

  @Override
  public Map<String, Long> over(String cap, long fromBucket, long more) throws StoreException {
    throw none();
  }

  @Override
  public void forget(String cap, long beforeBucket) throws StoreException {
    throw none();
  }

  @Override
  public Counted call(String cap, Calls before, long fromBucket, long free, long limit, long now)
      throws StoreException {
    throw none();
  }

  @Override
  public long time(long machine, OptionalLong passed) throws StoreException {
    throw none();
  }

  @Override
  public Newcomers newcomers(String cap, long since) throws StoreException {
    throw none();
  }

  @Override
  public void close() {}
}
