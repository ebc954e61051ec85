package io.tollgate.pages;

import com.microsoft.playwright.Page;
import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.Reason;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/**
 * A token and a vendor's keys, judged by verifier-core and by the page at the same instant. Both
 * answers are written as one line.
 */
final class Question {
  private static final String PLACE = " It was read from here.";
  private static final LifecycleRules USUAL =
      new LifecycleRules(
          Window.parse("P6M").orElseThrow(),
          Window.parse("P90D").orElseThrow(),
          OnProblem.HALT,
          OnProblem.HALT,
          OnProblem.HALT);

  /** Asks the page's own check; a result of it becomes the line that {@link #ofVerifier} writes. */
  private static final String ASK =
      """
      async (questions) => {
        const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const answers = [];
        for (const [token, keys, now] of questions) {
          const r = await tollgate.check(bytes(token), bytes(keys), {now});
          if (r.code === 'TG-KEY-0002' || r.state === 'UNKNOWN') {
            answers.push(`${r.code ?? r.signature}`);
            continue;
          }
          const l = r.license;
          const granted = l ? [l.format, l.algorithm, l.keyId, l.licenseId, l.customerId, l.issuer, l.issuedAt,
            l.notBefore, l.end, l.keyTrustedUntil, l.terms.onExpired, r.lifecycle.warnFrom, r.lifecycle.closesAt,
            r.daysUntilExpiry].map((value) => value ?? '-').join('|') : '';
          const refused = r.code ? [r.code, r.reason, r.detail].join('|') : '';
          answers.push([r.state, r.kind, granted, refused].join(' # '));
        }
        return answers;
      }
      """;

  private final String name;
  private final byte[] token;
  private final byte[] keys;
  private final long now;

  /**
   * What is asked.
   *
   * @param name for messages
   * @param now ms since the epoch
   */
  Question(String name, byte[] token, byte[] keys, long now) {
    this.name = name;
    this.token = token.clone();
    this.keys = keys.clone();
    this.now = now;
  }

  String name() {
    return name;
  }

  static Question of(String name, String token, String keys, long now) {
    return new Question(name, utf8(token), utf8(keys), now);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The page's answers, one for each question. */
  static List<String> ofPage(Page checker, List<Question> questions) {
    List<List<Object>> asked = new ArrayList<>();
    for (Question question : questions) {
      asked.add(List.of(base64(question.token), base64(question.keys), (double) question.now));
    }
    List<String> answers = new ArrayList<>();
    for (Object answer : (List<?>) checker.evaluate(ASK, asked)) {
      answers.add((String) answer);
    }
    return answers;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The answer of verifier-core. */
  String ofVerifier() {
    TrustedKeys trusted;
    try {
      trusted = new TrustedKeys(KeyReader.read("here", keys));
    } catch (RefusedException e) {
      return e.refusal().code().code();
    }
    Verdict verdict = new Verifier(Policy.of(trusted)).verify(token, "here");
    LicenseStatus status = LicenseStatus.of(verdict, USUAL, now);
    return String.join(
        " # ",
        status.state().name(),
        status.kind().text(),
        status.license().map(license -> granted(license, now)).orElse(""),
        status.refusal().map(Question::refused).orElse(""));
  }

  private static String granted(License license, long now) {
    if (!license.entitlements().equals(Entitlements.NONE)) {
      throw new AssertionError("nobody asked for " + license.entitlements());
    }
    Lifecycle lifecycle = Lifecycle.of(license, USUAL.warn(), USUAL.grace());
    return String.join(
        "|",
        license.format().text(),
        license.algorithm(),
        license.keyId(),
        license.licenseId(),
        license.customerId(),
        license.issuer().orElse("-"),
        text(license.issuedAt()),
        text(license.notBefore()),
        Long.toString(license.end()),
        text(license.keyTrustedUntil()),
        license.terms().onExpired().map(OnProblem::text).orElse("-"),
        Long.toString(lifecycle.warnFrom()),
        Long.toString(lifecycle.closesAt()),
        Long.toString(UtcText.daysUntil(now, license.end())));
  }

  private static String text(OptionalLong instant) {
    return instant.isPresent() ? Long.toString(instant.getAsLong()) : "-";
  }

  private static String refused(Refusal refusal) {
    // A page is no place.
    String detail = (" " + refusal.detail()).replace(PLACE, "").strip();
    boolean missing = refusal.code() == ErrorCode.LICENSE_MISSING;
    return String.join(
        "|",
        refusal.code().code(),
        refusal.code().reason().map(Reason::text).orElse(""),
        missing ? "" : detail);
  }
}
