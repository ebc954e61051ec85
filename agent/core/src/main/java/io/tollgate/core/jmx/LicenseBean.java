package io.tollgate.core.jmx;

import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds one text and nothing else. Whatever a host does with this object, there is no way from it
 * to what opens gates.
 */
public final class LicenseBean implements LicenseMXBean {
  private volatile String status = "{}";

  /** Shows nothing yet. */
  public LicenseBean() {}

  /** Shows this status from now on, as {@link io.tollgate.core.status.StatusJson} writes it. */
  public void show(String json) {
    status = json;
  }

  @Override
  public @Nullable String getAsOf() {
    return text("asOf");
  }

  @Override
  public @Nullable String getProduct() {
    return text("product");
  }

  @Override
  public @Nullable String getKind() {
    return text("kind");
  }

  @Override
  public @Nullable String getState() {
    return text("state");
  }

  @Override
  public @Nullable String getReason() {
    return text("reason");
  }

  @Override
  public @Nullable String getCode() {
    return text("code");
  }

  @Override
  public @Nullable String getMessage() {
    return text("message");
  }

  @Override
  public @Nullable String getFormat() {
    return text("format");
  }

  @Override
  public @Nullable String getAlgorithm() {
    return text("algorithm");
  }

  @Override
  public @Nullable String getKeyId() {
    return text("keyId");
  }

  @Override
  public @Nullable String getLicenseId() {
    return text("licenseId");
  }

  @Override
  public @Nullable String getCustomerId() {
    return text("customerId");
  }

  @Override
  public @Nullable String getIssuer() {
    return text("issuer");
  }

  @Override
  public @Nullable String getIssuedAt() {
    return text("issuedAt");
  }

  @Override
  public @Nullable String getExpiresAt() {
    return text("expiresAt");
  }

  @Override
  public @Nullable String getGraceEndsAt() {
    return text("graceEndsAt");
  }

  @Override
  public @Nullable String getTier() {
    return text("tier");
  }

  @Override
  public @Nullable String getNextTransitionAt() {
    return text("nextTransitionAt");
  }

  @Override
  public @Nullable String getLastVerifiedAt() {
    return text("lastVerifiedAt");
  }

  @Override
  public @Nullable String getTokenSha256() {
    return text("tokenSha256");
  }

  @Override
  public @Nullable String getVendorReachedAt() {
    return text("vendorReachedAt");
  }

  @Override
  public @Nullable Long getDaysUntilExpiry() {
    return number("daysUntilExpiry");
  }

  @Override
  public @Nullable Long getExp() {
    return number("exp");
  }

  @Override
  public @Nullable Long getGatesWoven() {
    return number("gatesWoven");
  }

  @Override
  public @Nullable Long getClockBehindMs() {
    return number("clockBehindMs");
  }

  @Override
  public Map<String, Long> getCaps() {
    return numbers("caps");
  }

  @Override
  public Map<String, Long> getDenied() {
    return numbers("denied");
  }

  @Override
  public Map<String, Long> getRejected() {
    return numbers("rejected");
  }

  @Override
  public boolean isOpen() {
    try {
      return json().flag("open").orElse(false);
    } catch (JsonException e) {
      throw foreign(e);
    }
  }

  @Override
  public String[] getFeatures() {
    try {
      return json().strings("features").orElse(List.of()).toArray(new String[0]);
    } catch (JsonException e) {
      throw foreign(e);
    }
  }

  private @Nullable String text(String name) {
    try {
      return json().string(name).orElse(null);
    } catch (JsonException e) {
      throw foreign(e);
    }
  }

  private @Nullable Long number(String name) {
    try {
      return number(json(), name);
    } catch (JsonException e) {
      throw foreign(e);
    }
  }

  private Map<String, Long> numbers(String name) {
    try {
      Map<String, Long> numbers = new TreeMap<>();
      Optional<JsonObject> object = json().object(name);
      if (object.isPresent()) {
        for (String member : object.get().names()) {
          numbers.put(member, number(object.get(), member));
        }
      }
      return numbers;
    } catch (JsonException e) {
      throw foreign(e);
    }
  }

  private static @Nullable Long number(JsonObject object, String name) throws JsonException {
    Optional<JsonNumber> number = object.number(name);
    return number.isPresent() ? Long.valueOf(number.get().text()) : null;
  }

  private JsonObject json() throws JsonException {
    return Json.object(status.getBytes(StandardCharsets.UTF_8));
  }

  private static IllegalStateException foreign(JsonException e) {
    return new IllegalStateException("This is no status: " + e.rule());
  }
}
