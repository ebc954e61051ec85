package shop;

import io.tollgate.api.LicenseRequiredException;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.catalina.Context;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.servlet.support.ErrorPageFilter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Spring MVC without a handler for denied calls, with one, and as Spring Boot sets it up in WARs.
 */
public final class SpringPart implements OnTomcat.Part {

  @Override
  public void addTo(Context context) {
    ErrorPageFilter boot = new ErrorPageFilter();
    boot.addErrorPages(new ErrorPage("/own-page"));
    OnTomcat.add(
        context,
        Map.<String, Servlet>of(
            "/spring/*", dispatcher(Orders.class),
            "/advised/*", dispatcher(Orders.class, Advice.class),
            "/boot/*", dispatcher(Orders.class)),
        Map.<String, Filter>of("/boot/*", boot));
  }

  private static DispatcherServlet dispatcher(Class<?>... beans) {
    AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    context.register(beans);
    return new DispatcherServlet(context);
  }

  /** A controller. */
  @RestController
  public static class Orders {
    @GetMapping("/plain")
    public String plain() {
      return Desk.order();
    }

    @GetMapping("/later")
    public Callable<String> later() {
      return Desk::order;
    }

    @GetMapping("/other")
    public String other() {
      throw new IllegalStateException("nothing to do with it");
    }
  }

  /** The host's own way. */
  @RestControllerAdvice
  public static class Advice {
    @ExceptionHandler
    public ResponseEntity<String> denied(LicenseRequiredException e) {
      return ResponseEntity.status(418).body("mine");
    }
  }
}
