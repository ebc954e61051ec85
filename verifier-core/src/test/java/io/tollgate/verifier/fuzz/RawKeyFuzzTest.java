package io.tollgate.verifier.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RawKeyFuzzTest {

  @FuzzTest
  void whatIsReadIsKeysThatVerify(byte[] file) {
    Keys.hold(file);
  }
}
