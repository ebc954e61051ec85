package io.tollgate.core.jmx;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code io.tollgate:type=License}: what the command {@code status} shows, under the same
 * names. Instants are ISO 8601 in UTC. What is not known is null. Nothing can be set or done.
 */
public interface LicenseMXBean {

  @Nullable String getAsOf();

  @Nullable String getProduct();

  @Nullable String getKind();

  @Nullable String getState();

  boolean isOpen();

  @Nullable String getReason();

  @Nullable String getCode();

  @Nullable String getMessage();

  @Nullable String getFormat();

  @Nullable String getAlgorithm();

  @Nullable String getKeyId();

  @Nullable String getLicenseId();

  @Nullable String getCustomerId();

  @Nullable String getIssuer();

  @Nullable String getIssuedAt();

  @Nullable String getExpiresAt();

  @Nullable String getGraceEndsAt();

  @Nullable Long getDaysUntilExpiry();

  @Nullable Long getExp();

  @Nullable String getTier();

  String[] getFeatures();

  Map<String, Long> getCaps();

  @Nullable String getNextTransitionAt();

  @Nullable String getLastVerifiedAt();

  @Nullable Long getGatesWoven();

  Map<String, Long> getDenied();

  Map<String, Long> getRejected();

  @Nullable String getTokenSha256();

  @Nullable String getVendorReachedAt();

  @Nullable Long getClockBehindMs();
}
