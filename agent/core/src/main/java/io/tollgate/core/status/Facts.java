package io.tollgate.core.status;

import io.tollgate.core.meter.CapUse;
import io.tollgate.verifier.license.LicenseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the license of this JVM, at the moment of the question. Safe for use by several
 * threads; no question waits for a file or the network.
 */
public interface Facts {

  /** The product's name. */
  String product();

  /** Where the license stands. */
  LicenseStatus status();

  /** When tokens were verified last, in ms since the epoch. */
  long lastVerified();

  /**
   * The next instant at which the state changes by itself, in ms since the epoch; {@link
   * io.tollgate.verifier.license.Lifecycle#NEVER} if none is known.
   */
  long nextTransition();

  /** The SHA-256 of the token that rules, in hexadecimal; empty if none lies at its place now. */
  Optional<String> tokenHash();

  /** How many methods have a gate. */
  int gatesWoven();

  /** Each gate; to be asked for its lines only by who shows them. */
  GateReport gates();

  /** How many calls were denied, by feature; an empty name is no feature. */
  Map<String, Long> denied();

  /** How many calls would have been denied if gates did more than observe, by feature. */
  Map<String, Long> observed();

  /** What stands under each cap that is metered. */
  List<CapUse> caps();

  /** How many tokens were not taken, by code. */
  Map<String, Long> rejected();

  /** This installation's id; empty if it has none. */
  Optional<String> installation();

  /** Where the store is, and whether it is reached; empty if none is used. */
  Optional<StoreState> store();

  /** Since when the vendor has been out of reach, in ms since the epoch; empty if not needed. */
  Optional<Long> offlineSince();

  /** How far the machine's clock is behind what is known to have been, in ms; 0 if it is not. */
  long clockBehind();
}
