package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.PolicyReader;
import io.tollgate.verifier.text.Base64Url;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * licence-v1 tokens, good and changed, judged by Tollgate and by the JDK over a payload that this
 * test puts together by the format's page: never does Tollgate accept what the JDK refuses.
 */
class LicenceV1DifferentialTest {
  private static final int TOKENS = 2_000;
  private static final long SEED = 20_260_601;

  private final SeededKey key = SeededKey.of("EdDSA", Optional.of("one"), 1);
  private final Random random = new Random(SEED);

  @Test
  void theJdkAndTollgateSayTheSameOfALicence() throws Exception {
    Verifier tollgate = verifier();
    int good = 0;
    int bad = 0;
    for (int i = 0; i < TOKENS; i++) {
      String[] parts = issued(i).split("\\.", -1);
      if (i % 2 == 1) {
        change(parts);
      }
      String token = String.join(".", parts);
      boolean jdk = verifiesInTheJdk(parts);
      Verdict verdict = tollgate.verify(token.getBytes(StandardCharsets.US_ASCII), "a test");
      assertEquals(jdk, verdict instanceof Verdict.Granted, token + " " + verdict);
      good += jdk ? 1 : 0;
      bad += jdk ? 0 : 1;
    }
    assertTrue(good >= TOKENS / 2, "good ones: " + good);
    assertTrue(bad > TOKENS / 3, "bad ones: " + bad);
  }

  private String issued(int number) {
    long from = 1_700_000_000_000L + random.nextInt(1_000_000);
    long to = from + random.nextInt(1_000_000);
    String customer = "acme-" + number;
    String claims = "{\"licenceId\":\"lic-" + number + "\",\"name\":\"Søren, 株式会社\"}";
    String signed = "licence-v1:" + from + ":" + to + ":" + customer + ":" + claims;
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.UTF_8));
    return from
        + "."
        + to
        + "."
        + SeededKey.encode(customer)
        + "."
        + SeededKey.encode(claims)
        + "."
        + Base64Url.encode(signature);
  }

  /** Another digit in a time, or another value in one of the parts in base64url. */
  private void change(String[] parts) {
    int part = random.nextInt(parts.length);
    if (part < 2) {
      long time = Long.parseLong(parts[part]);
      parts[part] = String.valueOf(part == 0 ? time - 1 - random.nextInt(9) : time + 1);
      return;
    }
    byte[] bytes = Base64Url.decode(parts[part]).orElseThrow();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    parts[part] = Base64Url.encode(bytes);
  }

  private boolean verifiesInTheJdk(String[] parts) throws Exception {
    byte[] start =
        ("licence-v1:" + parts[0] + ":" + parts[1] + ":").getBytes(StandardCharsets.UTF_8);
    byte[] customer = Base64Url.decode(parts[2]).orElseThrow();
    byte[] claims = Base64Url.decode(parts[3]).orElseThrow();
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(start);
    signed.writeBytes(customer);
    signed.write(':');
    signed.writeBytes(claims);
    return key.verifies(signed.toByteArray(), Base64Url.decode(parts[4]).orElseThrow());
  }

  private Verifier verifier() throws RefusedException {
    String policy = "product.name=P\nproduct.contact=C\nkeys.file=keys\ntoken.formats=licence-v1\n";
    return new Verifier(
        PolicyReader.read(
            "policy",
            name -> (name.equals("policy") ? policy : key.jwk()).getBytes(StandardCharsets.UTF_8)));
  }
}
