package io.tollgate.core.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the JVMs of a product share. Safe for use by several threads; each method waits for some
 * seconds at most, and throws a {@link StoreException} if the store is away. Times are in ms since
 * the epoch.
 */
public interface Store extends AutoCloseable {

  /** What to call it in messages; without its password. */
  String name();

  /** Whether it is to be had; empty before it was asked for something. Asks for nothing. */
  Optional<Reach> reach();

  /** The license that was put here. */
  LicenseRow license() throws StoreException;

  /**
   * Puts a license here; the present one becomes the previous.
   *
   * @param by who does
   */
  LicenseRow putLicense(String token, String by, long now) throws StoreException;

  /** Puts a license here if there never was one. Empty if there was. */
  Optional<LicenseRow> seedLicense(String token, String by, long now) throws StoreException;

  /**
   * Makes the previous license the present one. Empty if there is none, or if the store does not
   * hold this revision any more.
   *
   * @param revision of the row that the caller has looked at
   */
  Optional<LicenseRow> back(long revision, String by, long now) throws StoreException;

  /** What meters count. */
  MeterRows meters();

  /**
   * Adds lines of the audit log in their order; a line that is there already is not added again.
   */
  void append(List<String> lines) throws StoreException;

  /** The newest lines of the audit log, the oldest of them first. */
  List<String> tail(int most) throws StoreException;

  /** Remembers a denylist, unless one with the same or a higher number is there. */
  void rememberDenylist(long seq, byte[] list) throws StoreException;

  /** The denylist with the highest number, as it was signed. */
  Optional<byte[]> denylist() throws StoreException;

  /** The number of that denylist; empty if there is none. */
  OptionalLong denylistNumber() throws StoreException;

  /**
   * This installation's id. The first one that was ever given stays.
   *
   * @param made the id if there is none yet
   */
  String installation(String made) throws StoreException;

  /** Lets go of the database; the next call opens it again. */
  @Override
  void close();
}
