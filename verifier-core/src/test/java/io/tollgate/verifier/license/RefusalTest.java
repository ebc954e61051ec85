package io.tollgate.verifier.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final ErrorCode CODE = ErrorCode.TOKEN_TOO_LARGE;

  @Test
  void aMessageIsWhatIsWrongWhichOneAndWhatToDo() {
    Refusal refusal = new Refusal(CODE, "It is /mnt/token\n.");
    assertEquals(CODE.title() + " It is /mnt/token?.", refusal.problem());
    assertEquals(refusal.problem() + " " + CODE.advice(), refusal.message());
  }

  @Test
  void withoutDetailNothingStandsInItsPlace() {
    assertEquals(CODE.title(), new Refusal(CODE, "").problem());
  }
}
