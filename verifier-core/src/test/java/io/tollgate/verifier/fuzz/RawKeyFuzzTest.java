package io.tollgate.verifier.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RawKeyFuzzTest {

  @FuzzTest
  void whatIsReadIsKeysThatVerifyNothingThatNobodySigned(byte[] file) {
    Keys.hold(file);
  }
}
