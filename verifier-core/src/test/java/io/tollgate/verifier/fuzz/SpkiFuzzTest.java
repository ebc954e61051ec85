package io.tollgate.verifier.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The DER inside of PEM: behind base64 a fuzzer would not find its way. */
class SpkiFuzzTest {

  @FuzzTest
  void whatIsReadIsKeysThatVerifyNothingThatNobodySigned(byte[] der) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    Keys.hold(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
