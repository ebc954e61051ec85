package org.springframework.boot.tollgatetest;

/** On the stack as Spring Boot's is. */
public final class ErrorPageFilter {
  private ErrorPageFilter() {}

  public static void run(Runnable chain) {
    chain.run();
  }
}
