package io.tollgate.core.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request and its response, which write down what is called. Real servers are in the worlds. */
final class Exchange {
  final List<String> calls = new ArrayList<>();
  final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final PrintWriter writer = new PrintWriter(body, false, StandardCharsets.UTF_8);
  boolean committed;
  boolean writerTaken;
  boolean compressed;
  boolean async;
  boolean broken;

  <T> T as(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, m, a) -> called(m, a)));
  }

  String text() {
    writer.flush();
    return body.toString(StandardCharsets.UTF_8);
  }

  private @Nullable Object called(Method method, Object @Nullable [] arguments)
      throws IOException, InvocationTargetException {
    calls.add(method.getName() + (arguments == null ? "" : " " + List.of(arguments)));
    return switch (method.getName()) {
      case "isCommitted" -> committed;
      case "containsHeader" -> compressed;
      case "isAsyncStarted" -> async;
      case "getAsyncContext" -> as(method.getReturnType());
      case "getWriter" -> writer;
      case "getOutputStream" -> stream(method.getReturnType());
      case "setStatus" -> {
        if (broken) {
          throw new IllegalStateException("broken");
        }
        yield null;
      }
      default -> null;
    };
  }

  private Object stream(Class<?> type) {
    if (writerTaken) {
      throw new IllegalStateException("getWriter was called");
    }
    return type == jakarta.servlet.ServletOutputStream.class ? new Jakarta() : new Javax();
  }

  private final class Jakarta extends jakarta.servlet.ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(jakarta.servlet.WriteListener listener) {}

    @Override
    public void write(int b) {
      body.write(b);
    }
  }

  private final class Javax extends javax.servlet.ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(javax.servlet.WriteListener listener) {}

    @Override
    public void write(int b) {
      body.write(b);
    }
  }
}
