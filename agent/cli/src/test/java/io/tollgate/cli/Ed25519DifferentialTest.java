package io.tollgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.PolicyReader;
import io.tollgate.verifier.text.Base64Url;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ed25519 signatures, good and damaged, judged by Tollgate and by the JDK: always the same. */
class Ed25519DifferentialTest {
  private static final int SIGNATURES = 1_000;
  private static final String HEADER = SeededKey.encode("{\"alg\":\"EdDSA\"}");

  /** The order of the base point (RFC 8032 §5.1). */
  private static final BigInteger L =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final SeededKey one = SeededKey.of("EdDSA", Optional.of("one"), 1);
  private final SeededKey two = SeededKey.of("EdDSA", Optional.empty(), 2);
  private final SeededKey ofNobody = SeededKey.of("EdDSA", Optional.of("one"), 3);
  private final Random random = new Random(20_260_601);

  @Test
  void theJdkAndTollgateSayTheSameOfASignature() throws Exception {
    Verifier tollgate = verifier();
    int good = 0;
    for (int i = 0; i < SIGNATURES; i++) {
      String payload = "{\"sub\":\"A\",\"jti\":\"" + i + "\",\"exp\":4000000000}";
      byte[] json = payload.getBytes(StandardCharsets.UTF_8);
      String signed = HEADER + "." + Base64Url.encode(json);
      SeededKey signer = i % 3 == 0 ? two : one;
      byte[] signature = damaged(i, signer, signed.getBytes(StandardCharsets.US_ASCII));
      if (i % 10 == 9) {
        flip(json);
        signed = HEADER + "." + Base64Url.encode(json);
      }
      byte[] message = signed.getBytes(StandardCharsets.US_ASCII);
      // RFC 8032 §5.1.7: 64 bytes. JDK 17 is not so strict, and takes zeros behind them.
      boolean jdk =
          signature.length == 64
              && (one.verifies(message, signature) || two.verifies(message, signature));
      String token = signed + "." + Base64Url.encode(signature);
      Verdict verdict = tollgate.verify(token.getBytes(StandardCharsets.US_ASCII), "a test");
      assertEquals(jdk, verdict instanceof Verdict.Granted, token);
      if (verdict instanceof Verdict.Refused refused) {
        assertEquals(ErrorCode.TOKEN_SIGNATURE, refused.refusal().code(), token);
      }
      good += jdk ? 1 : 0;
    }
    assertTrue(good >= SIGNATURES / 10 && good < SIGNATURES / 4, "good ones: " + good);
  }

  private byte[] damaged(int number, SeededKey signer, byte[] message) {
    byte[] right = signer.sign(message);
    return switch (number % 10) {
      case 0, 9 -> right;
      case 1, 2 -> {
        flip(right);
        yield right;
      }
      case 3 -> Arrays.copyOf(right, random.nextInt(64));
      case 4 -> Arrays.copyOf(right, 65 + random.nextInt(3));
      case 5 -> joined(Arrays.copyOf(right, 32), sPlusOrder(right));
      case 6 ->
          joined(
              Arrays.copyOf(signer.sign(new byte[] {(byte) number}), 32),
              Arrays.copyOfRange(right, 32, 64));
      case 7 -> joined(madeUpPoint(), random.nextBoolean() ? new byte[32] : noise());
      default -> ofNobody.sign(message);
    };
  }

  /** S + L fulfils the equation too, and is refused so that a signature has one form. */
  private static byte[] sPlusOrder(byte[] signature) {
    BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64)));
    return reversed(SeededKey.fixed(s.add(L), 32));
  }

  /** The neutral element, and encodings of no point. */
  private byte[] madeUpPoint() {
    byte[] point = new byte[32];
    switch (random.nextInt(4)) {
      case 0 -> point[0] = 1;
      case 1 -> Arrays.fill(point, (byte) 0xff);
      case 2 -> point[31] = (byte) 0x80;
      default -> random.nextBytes(point);
    }
    return point;
  }

  private byte[] noise() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] r, byte[] s) {
    byte[] both = Arrays.copyOf(r, 64);
    System.arraycopy(s, 0, both, 32, 32);
    return both;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private void flip(byte[] bytes) {
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
  }

  private Verifier verifier() throws RefusedException {
    String keys = "{\"keys\":[" + one.jwk() + "," + two.jwk() + "]}";
    String policy = "product.name=P\nproduct.contact=C\nkeys.file=keys\n";
    return new Verifier(
        PolicyReader.read(
            "policy",
            name -> (name.equals("policy") ? policy : keys).getBytes(StandardCharsets.UTF_8)));
  }
}
