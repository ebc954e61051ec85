package io.tollgate.core.store;

/** Lets one key in, says so, and does not end by itself. */
final class AdmitProgram {
  private AdmitProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      Admission answer =
          EmbeddedStoreTest.open(arguments[0], "Acme")
              .meters()
              .admit("cap", arguments[1], 1_000, 1);
      System.out.println(answer.outcome() + " " + answer.used());
    } catch (StoreException e) {
      System.out.println(e.refusal().code().code());
    }
    Thread.currentThread().join();
  }
}
