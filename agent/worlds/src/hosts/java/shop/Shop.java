package shop;

import io.tollgate.api.LicenseRequiredException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An application that knows nothing of HTTP 402: its servlets and filters by their paths. */
public final class Shop {
  private static final int MINE = 418;

  private Shop() {}

  /** What a servlet does with a request. */
  @FunctionalInterface
  interface Work {
    void on(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  /** All servlets. */
  public static Map<String, Servlet> servlets() {
    Map<String, Servlet> all = new LinkedHashMap<>();
    put(all, "/open", (request, response) -> write(response, "open"));
    put(all, "/plain", (request, response) -> write(response, Desk.order()));
    put(all, "/filtered", (request, response) -> write(response, Desk.order()));
    put(all, "/caught", (request, response) -> write(response, Desk.order()));
    put(
        all,
        "/written",
        (request, response) -> {
          response.setStatus(201);
          response.setContentType("text/plain");
          response.setHeader("X-Kept", "kept");
          write(response, "half");
          write(response, Desk.order());
        });
    put(
        all,
        "/writer",
        (request, response) -> {
          response.setContentType("text/plain;charset=ISO-8859-1");
          response.getWriter().write("half");
          response.getWriter().write(Desk.order());
        });
    put(
        all,
        "/length",
        (request, response) -> {
          response.setContentLength(5000);
          write(response, Desk.order());
        });
    put(
        all,
        "/compressed",
        (request, response) -> {
          response.setHeader("Content-Encoding", "gzip");
          write(response, Desk.order());
        });
    put(
        all,
        "/committed",
        (request, response) -> {
          write(response, "half");
          response.flushBuffer();
          write(response, Desk.order());
        });
    put(
        all,
        "/wrapped",
        (request, response) -> {
          try {
            write(response, Desk.order());
          } catch (RuntimeException e) {
            throw new ServletException("wrapped", new IllegalArgumentException(e));
          }
        });
    put(
        all,
        "/other",
        (request, response) -> {
          throw new IllegalStateException("nothing to do with it");
        });
    put(
        all,
        "/forward",
        (request, response) -> request.getRequestDispatcher("/plain").forward(request, response));
    put(
        all,
        "/include",
        (request, response) -> {
          write(response, "half");
          request.getRequestDispatcher("/plain").include(request, response);
        });
    put(
        all,
        "/forward-caught",
        (request, response) -> {
          try {
            request.getRequestDispatcher("/plain").forward(request, response);
          } catch (RuntimeException e) {
            // Undertow wraps it.
            if (e instanceof LicenseRequiredException
                || e.getCause() instanceof LicenseRequiredException) {
              mine(response);
            } else {
              throw e;
            }
          }
        });
    put(
        all,
        "/async-dispatch",
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.start(() -> context.dispatch("/plain"));
        });
    put(
        all,
        "/async-begun",
        (request, response) -> {
          request.startAsync().setTimeout(60_000);
          write(response, Desk.order());
        });
    put(all, "/error-page", (request, response) -> write(response, Desk.order()));
    put(all, "/own-page", (request, response) -> mine(response));
    all.put("/own-service", new OwnService());
    all.put("/generic", new Generic());
    return all;
  }

  /** All filters. */
  public static Map<String, Filter> filters() {
    Map<String, Filter> all = new LinkedHashMap<>();
    all.put("/filtered", new Through(false));
    all.put("/caught", new Through(true));
    return all;
  }

  private static void put(Map<String, Servlet> all, String path, Work work) {
    all.put(path, new Worker(work));
  }

  private static void write(ServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  static void mine(HttpServletResponse response) throws IOException {
    response.setStatus(MINE);
    write(response, "mine");
  }

  private static final class Worker extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Work work;

    Worker(Work work) {
      this.work = work;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      work.on(request, response);
    }
  }

  /** Handles it around what the container calls otherwise. */
  private static final class OwnService extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    public void service(ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      try {
        super.service(request, response);
      } catch (LicenseRequiredException e) {
        mine((HttpServletResponse) response);
      }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      write(response, Desk.order());
    }
  }

  /** Not of {@code HttpServlet}. */
  private static final class Generic extends GenericServlet {
    private static final long serialVersionUID = 1L;

    @Override
    public void service(ServletRequest request, ServletResponse response) throws IOException {
      write(response, Desk.order());
    }
  }

  /** Lets everything through, or handles denied calls. */
  private static final class Through implements Filter {
    private final boolean handles;

    Through(boolean handles) {
      this.handles = handles;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (LicenseRequiredException e) {
        if (!handles) {
          throw e;
        }
        mine((HttpServletResponse) response);
      }
    }

    @Override
    public void destroy() {}
  }
}
