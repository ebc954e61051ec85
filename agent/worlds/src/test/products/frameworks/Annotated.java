package frameworks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** An application that knows nothing of Tollgate: its marks are Spring's own annotations. */
public final class Annotated {
  private Annotated() {}

  /** Gets a JDK proxy. */
  public interface Till {
    @Transactional
    String sell();
  }

  /** Behind it. */
  public static class TillOfShop implements Till {
    @Override
    public String sell() {
      return "OPEN";
    }
  }

  /** Gets a subclass. */
  public static class Desk {
    @Transactional
    public String order() {
      return "OPEN";
    }
  }

  /** Every method is meant. */
  @Transactional
  public static class Office {
    public String file() {
      return "OPEN";
    }
  }

  /** Orders over HTTP. */
  @RestController
  public static class Orders {
    @GetMapping("/orders")
    public String all() {
      return "all";
    }

    @PostMapping("/orders")
    public String order() {
      return "OPEN";
    }
  }

  /** The application. */
  @Configuration
  @EnableWebMvc
  @Import({Store.class, Orders.class})
  public static class Application {
    @Bean
    public Till till() {
      return new TillOfShop();
    }

    @Bean
    public Desk desk() {
      return new Desk();
    }

    @Bean
    public Office office() {
      return new Office();
    }
  }

  public static void main(String[] arguments) throws Exception {
    AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
    context.register(Application.class);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory(Path.of(""), "tomcat").toAbsolutePath().toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context web = tomcat.addContext("", null);
    Tomcat.addServlet(web, "spring", new DispatcherServlet(context)).setLoadOnStartup(1);
    web.addServletMappingDecoded("/", "spring");
    tomcat.start();
    String orders = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/orders";
    Till till = context.getBean(Till.class);
    Desk desk = context.getBean(Desk.class);
    Office office = context.getBean(Office.class);
    System.out.println("GET " + send(HttpRequest.newBuilder(URI.create(orders))));
    new Calls()
        .of("@Transactional, JDK proxy", () -> report(till::sell))
        .of("@Transactional, CGLIB proxy", () -> report(desk::order))
        .of("@Transactional class", () -> report(office::file))
        .of(
            "@PostMapping",
            () ->
                send(
                    HttpRequest.newBuilder(URI.create(orders))
                        .POST(HttpRequest.BodyPublishers.noBody())))
        .show();
    tomcat.stop();
  }

  private static String report(Callable<String> call) throws Exception {
    try {
      return call.call();
    } catch (IllegalStateException e) {
      return "CLOSED " + e.getMessage().substring(0, e.getMessage().indexOf(':'));
    }
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == 402 ? "CLOSED 402" : response.body();
  }
}
