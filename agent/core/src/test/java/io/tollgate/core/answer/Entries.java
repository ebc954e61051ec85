package io.tollgate.core.answer;

import io.tollgate.api.LicenseRequiredException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Entries to weave. */
public final class Entries {
  private Entries() {}

  static LicenseRequiredException denial() {
    return new LicenseRequiredException(
        "Renew your license: it ended. [TG-LIC-0002]", "TG-LIC-0002", "EXPIRED", "export");
  }

  /** What a gated method does. */
  @SuppressWarnings("DoNotCallSuggester") // woven code calls it
  public static void deny() {
    throw denial();
  }

  /** What an entry does. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException, ServletException;
  }

  /** Of a container for Servlet 5 and later. */
  public static final class Chain implements FilterChain {
    private final Step step;

    public Chain(Step step) {
      this.step = step;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      step.run();
    }
  }

  /** Of an older one. */
  public static final class JavaxChain implements javax.servlet.FilterChain {
    private final Step step;

    public JavaxChain(Step step) {
      this.step = step;
    }

    @Override
    public void doFilter(
        javax.servlet.ServletRequest request, javax.servlet.ServletResponse response)
        throws IOException {
      try {
        step.run();
      } catch (ServletException e) {
        throw new IOException(e);
      }
    }
  }

  /** With code of many forms around the step. */
  public static final class Winding implements FilterChain {
    private final Step step;
    private String trace = "";

    public Winding(Step step) {
      this.step = step;
    }

    public String trace() {
      return trace;
    }

    @Override
    @SuppressWarnings({"ParameterReassignment", "UnusedVariable", "EmptyCatch"})
    public void doFilter(ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      long sum = 0;
      double half = 0.5;
      for (int i = 0; i < 4; i++) {
        long square = (long) i * i;
        switch (i) {
          case 0 -> sum += square;
          case 1 -> half += square;
          case 1000 -> sum = 0;
          default -> sum -= square;
        }
      }
      ServletRequest kept = request;
      request = null;
      try {
        trace += "a" + sum + " " + half;
        step.run();
        trace += "b";
      } catch (IllegalArgumentException e) {
        String text = e.getMessage();
        trace += "c" + text;
        while (text != null) {
          text = null;
        }
      } finally {
        synchronized (this) {
          trace += "d" + (kept == null ? "" : "e");
        }
      }
      response = null;
      trace += response == null && request == null ? "f" : "g";
    }
  }

  /** Has the name of an entry and no entry, and calls one. */
  public static final class NoEntry implements Callable<String> {
    public void service(String request, String response) {}

    static void doFilter(ServletRequest request, ServletResponse response) {}

    void filter(FilterChain chain, ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      chain.doFilter(request, response);
    }

    @Override
    public String call() {
      return "";
    }
  }
}
