package io.tollgate.core.audit;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.lifecycle.Requester;
import io.tollgate.core.system.Ledger;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import io.tollgate.verifier.text.Printable;
import io.tollgate.verifier.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The form of a line. {@code prev}, the hash of the line before, makes a chain of them. {@code id}
 * is a hash of all that follows it, so that a change is found in the very line, and in the last one
 * too, which no other holds a hash of.
 */
final class AuditLine {
  /** What stands in {@code prev} of the first line of all. */
  static final String NO_LINE = "0".repeat(64);

  /** The beginning of every line, up to the id. */
  static final String BEGIN = "{\"id\":\"";

  /** What stands between the id and what it is a hash of. */
  static final String END_OF_ID = "\",";

  static final int LENGTH_OF_ID = 36;

  private static final String ACTOR = "tollgate-agent";
  private static final String UNKNOWN = "-";

  private AuditLine() {}

  /** The hash by which the next line knows this one. */
  static String hash(byte[] line) {
    return Sha256.hex(line);
  }

  /**
   * The id of a line: 128 bits of a SHA-256, in the form of a UUID of one's own making (RFC 9562
   * §5.8). No two lines of one chain have the same, because {@code prev} differs; none of two
   * chains, because the process does.
   *
   * @param rest what follows the id, to the end of the line
   */
  static String id(byte[] rest) {
    StringBuilder id = new StringBuilder(Sha256.hex(rest)).delete(32, 64);
    id.setCharAt(12, '8');
    id.setCharAt(16, "89ab".charAt(Character.digit(id.charAt(16), 16) & 3));
    return id.insert(20, '-').insert(16, '-').insert(12, '-').insert(8, '-').toString();
  }

  /** All of an entry that does not depend on where it is written. */
  record Entry(LicenseEvent event, String product, String process, long at) {

    /**
     * The line.
     *
     * @param cutOff how many bytes of an unfinished line this one takes the place of
     */
    byte[] after(Ledger.End end, long cutOff) {
      LicenseStatus status = event.status();
      JsonText json =
          new JsonText()
              .put("action", event.action().text())
              .put("resourceType", "license")
              .put("resourceId", licenseId(status))
              .put("actorId", by().isPresent() ? Printable.text(by().get().actor()) : ACTOR)
              .put("organizationId", customerId(status))
              .put("metadata", metadata(status, end, cutOff))
              .put("ipAddress", by().isPresent() ? known(by().get().ipAddress()) : UNKNOWN)
              .put("userAgent", by().isPresent() ? known(by().get().userAgent()) : UNKNOWN)
              .put("createdAt", UtcText.iso(at))
              .put("prev", end.last().isPresent() ? hash(end.last().get()) : NO_LINE);
      String rest = json.toString().substring(1);
      return (BEGIN + id(rest.getBytes(StandardCharsets.UTF_8)) + END_OF_ID + rest)
          .getBytes(StandardCharsets.UTF_8);
    }

    private Optional<Requester> by() {
      return event.by();
    }

    /** Whoever sends a token in a header that is none for it must not find it here. */
    private static String known(String text) {
      return text.isBlank() ? UNKNOWN : Printable.withoutSecrets(text);
    }

    private JsonText metadata(LicenseStatus status, Ledger.End end, long cutOff) {
      JsonText json =
          new JsonText()
              .put("product", Printable.text(product))
              .put("state", status.state().name())
              .put("kind", status.kind().text())
              .put("open", status.opensGates());
      Optional<Refusal> refusal = refusal();
      if (refusal.isPresent()) {
        ErrorCode code = refusal.get().code();
        json.put("code", code.code());
        if (code.reason().isPresent()) {
          json.put("reason", code.reason().get().text());
        }
        json.put("message", refusal.get().problem());
      } else if (event instanceof LicenseEvent.Remark remark) {
        json.put("message", Printable.text(remark.text()));
      }
      if (status.license().isPresent()) {
        json.put("keyId", Printable.text(status.license().get().keyId()));
      }
      if (status.lifecycle().isPresent()) {
        json.put("expiresAt", UtcText.iso(status.lifecycle().get().end()))
            .put("graceEndsAt", UtcText.iso(status.lifecycle().get().closesAt()));
      }
      json.put("process", process);
      if (cutOff > 0) {
        json.put("cutOffBytes", cutOff);
      }
      if (end.continued().isPresent()) {
        json.put("continues", end.continued().get());
      }
      return json;
    }

    /** What the event is about, or else why there is no license. */
    private Optional<Refusal> refusal() {
      if (event instanceof LicenseEvent.Problem problem) {
        return Optional.of(problem.refusal());
      }
      return event instanceof LicenseEvent.Remark ? Optional.empty() : event.status().refusal();
    }

    private static String licenseId(LicenseStatus status) {
      Optional<License> license = status.license();
      return license.isPresent() ? Printable.text(license.get().licenseId()) : UNKNOWN;
    }

    private static String customerId(LicenseStatus status) {
      Optional<License> license = status.license();
      return license.isPresent() ? Printable.text(license.get().customerId()) : UNKNOWN;
    }
  }
}
