package io.tollgate.verifier.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;

class PemFuzzTest {

  @DictionaryFile(resourcePath = "pem.dict")
  @FuzzTest
  void whatIsReadIsKeysThatVerifyNothingThatNobodySigned(byte[] file) {
    Keys.hold(file);
  }
}
