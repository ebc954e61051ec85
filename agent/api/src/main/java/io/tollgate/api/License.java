package io.tollgate.api;

import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the license says, for a host to show: a watermark in an evaluation, a list of features, how
 * much of a cap is used. Nothing that it says opens or closes a gate. A value of one moment; ask
 * {@link #current} again for the next.
 */
public final class License {
  private final String kind;
  private final String state;
  private final String code;
  private final String licenseId;
  private final String customerId;
  private final String tier;
  private final Set<String> features;
  private final Map<String, Long> caps;
  private final Map<String, Long> used;
  private final long expiresAt;
  private final long graceEndsAt;

  private License(Map<?, ?> facts) {
    this.kind = text(facts, "kind", "invalid");
    this.state = text(facts, "state", "MISSING");
    this.code = text(facts, "code", facts.isEmpty() ? "TG-SYS-0044" : "");
    this.licenseId = text(facts, "licenseId", "");
    this.customerId = text(facts, "customerId", "");
    this.tier = text(facts, "tier", "");
    this.features = features(facts.get("features"));
    this.caps = numbers(facts.get("caps"));
    this.used = numbers(facts.get("used"));
    this.expiresAt = number(facts.get("expiresAt"));
    this.graceEndsAt = number(facts.get("graceEndsAt"));
  }

  /** The license as it stands now. Without the agent it is {@code invalid} and {@code MISSING}. */
  public static License current() {
    Object facts = call("license", new Class<?>[0]);
    return new License(facts instanceof Map<?, ?> known ? known : Map.of());
  }

  /**
   * Takes what was counted from under a cap, because it is no more: its place is free for another.
   * To be called by the code that removes the thing itself. Without the agent it does nothing.
   *
   * @param cap the cap's name
   * @param keys of what is no more, in their text form
   */
  public static void purge(String cap, String... keys) {
    String[] all = new String[keys.length + 1];
    all[0] = cap;
    System.arraycopy(keys, 0, all, 1, keys.length);
    call("purge", new Class<?>[] {String[].class}, (Object) all);
  }

  /** {@code licensed}, {@code grace}, {@code evaluation} or {@code invalid}. */
  public String kind() {
    return kind;
  }

  /**
   * {@code VALID}, {@code EXPIRING}, {@code GRACE}, {@code EXPIRED}, {@code NOT_YET_VALID}, {@code
   * MISSING} or {@code INVALID}.
   */
  public String state() {
    return state;
  }

  /** What is wrong, as {@code TG-AREA-NNNN}; empty if nothing is. */
  public Optional<String> code() {
    return present(code);
  }

  /** Whether the product runs without a license because the vendor lets it: a host shows that. */
  public boolean isEvaluation() {
    return kind.equals("evaluation");
  }

  /** The license's own id. */
  public Optional<String> licenseId() {
    return present(licenseId);
  }

  /** Whom it was issued to. */
  public Optional<String> customerId() {
    return present(customerId);
  }

  /** The edition. */
  public Optional<String> tier() {
    return present(tier);
  }

  /** The features that the license names. */
  public Set<String> features() {
    return features;
  }

  /** The caps that the license names. */
  public Map<String, Long> caps() {
    return caps;
  }

  /** How much is allowed under a cap; empty if the license does not name it. */
  public OptionalLong cap(String cap) {
    Long limit = caps.get(cap);
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /** How much stands under a cap; 0 if nothing is counted there. */
  public long used(String cap) {
    Long number = used.get(cap);
    return number == null ? 0 : number;
  }

  /** The first instant at which the license has expired. */
  public Optional<Instant> expiresAt() {
    return instant(expiresAt);
  }

  /** The first instant at which its gates close. */
  public Optional<Instant> graceEndsAt() {
    return instant(graceEndsAt);
  }

  private static Optional<Instant> instant(long millis) {
    return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String text(Map<?, ?> facts, String name, String ifAbsent) {
    return facts.get(name) instanceof String text ? text : ifAbsent;
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long number ? number : -1;
  }

  @SuppressWarnings("unchecked") // made by the agent, of types of the JDK
  private static Set<String> features(@Nullable Object value) {
    return value instanceof Set<?> set ? (Set<String>) set : Set.of();
  }

  @SuppressWarnings("unchecked") // made by the agent, of types of the JDK
  private static Map<String, Long> numbers(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Long>) map : Map.of();
  }

  /** Of the agent's gate; null without the agent. */
  private static @Nullable Object call(String method, Class<?>[] types, Object... arguments) {
    try {
      return Class.forName("java.lang.TollgateGate", false, null)
          .getMethod(method, types)
          .invoke(null, arguments);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The license agent failed.", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The license agent is of another version.", e);
    }
  }
}
