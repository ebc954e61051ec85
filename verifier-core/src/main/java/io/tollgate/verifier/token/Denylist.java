package io.tollgate.verifier.token;

import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The licenses that a vendor has taken back.
 *
 * @param seq grows with each list that the vendor issues
 * @param revoked license ids: {@code jti}, {@code licenceId}, or {@code sha256:} and a hash
 */
public record Denylist(long seq, Set<String> revoked) {
  /** A list that is larger is refused before anything is parsed. */
  public static final int MOST_BYTES = 256 * 1024;

  /** What is known before any list was read. */
  public static final Denylist NONE = new Denylist(-1, Set.of());

  /**
   * Reads a list: a compact JWS over {@code {"seq":N,"revoked":["id",...]}}.
   *
   * @param trusted the policy's own keys; no key of a bundle and none from the environment
   * @throws RefusedException with {@link ErrorCode#DENYLIST_REFUSED} if it is anything else, or not
   *     signed by one of them
   */
  public static Denylist read(byte[] content, TrustedKeys trusted) throws RefusedException {
    if (content.length > MOST_BYTES) {
      throw refused("It is larger than 256 KiB.");
    }
    try {
      CompactJws jws = CompactJws.parse(TokenText.trimmed(content), JwsType.DENYLIST);
      jws.signer(trusted.of(KeyUse.SIGNATURE));
      JsonObject members = Json.object(jws.payload());
      Optional<JsonNumber> seq = members.number("seq");
      OptionalLong number =
          seq.isPresent() ? seq.get().whole(JsonNumber.MOST_SAFE) : OptionalLong.empty();
      if (number.isEmpty()) {
        throw refused("It has no \"seq\" that is a whole number between 0 and 2^53 - 1.");
      }
      if (members.array("revoked").isEmpty()) {
        throw refused("It has no array \"revoked\".");
      }
      return new Denylist(number.getAsLong(), Set.copyOf(members.strings("revoked").orElseThrow()));
    } catch (JsonException e) {
      throw refused(e.rule());
    } catch (RefusedException e) {
      throw e.refusal().code() == ErrorCode.DENYLIST_REFUSED
          ? e
          : refused(e.refusal().particulars());
    }
  }

  /**
   * Whether this list may take the place of another: it has a higher {@code seq}, or is the same.
   */
  public boolean follows(Denylist other) {
    return seq > other.seq || (seq == other.seq && revoked.equals(other.revoked));
  }

  /** The verdict, or a refusal if it grants a license that was taken back. */
  public Verdict judge(Verdict verdict) {
    return verdict instanceof Verdict.Granted granted
            && revoked.contains(granted.license().licenseId())
        ? new Verdict.Refused(
            new Refusal(
                ErrorCode.LICENSE_REVOKED,
                "It is " + granted.license().licenseId() + ", on the denylist number " + seq + "."),
            Optional.of(granted.license()))
        : verdict;
  }

  private static RefusedException refused(String why) {
    return new RefusedException(ErrorCode.DENYLIST_REFUSED, why);
  }
}
