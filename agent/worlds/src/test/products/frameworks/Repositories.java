package frameworks;

import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** Repositories that nobody implements but Spring Data, and what Spring puts proxies before. */
public final class Repositories {
  private Repositories() {}

  /** A row. */
  public record Item(@Id Long id, String name) {}

  /** A row. */
  public record Invoice(@Id Long id, String name) {}

  /** Some methods need a license. */
  public interface Items extends CrudRepository<Item, Long> {
    @Licensed("export")
    List<Item> findByName(String name);

    @Licensed("export")
    @Query("select count(*) from item")
    long counted();

    @Licensed("export")
    @Override
    <S extends Item> S save(S item);

    @Licensed("export")
    default Optional<Item> first() {
      return findById(1L);
    }
  }

  /** All methods need a license, those that it inherits too. */
  @Licensed("export")
  public interface Invoices extends CrudRepository<Invoice, Long> {}

  /** Gets a JDK proxy. */
  public interface Till {
    @Licensed("export")
    String sell();
  }

  /** Behind it. */
  public static class TillOfShop implements Till {
    @Override
    @Transactional
    public String sell() {
      return "OPEN";
    }
  }

  /** Gets a subclass. */
  public static class Desk {
    @Licensed("export")
    @Transactional
    public String order() {
      return "OPEN";
    }
  }

  /** The application. */
  @Configuration
  @Import(Store.class)
  @EnableJdbcRepositories(
      basePackageClasses = Repositories.class,
      considerNestedRepositories = true)
  public static class Application extends AbstractJdbcConfiguration {
    @Bean
    public NamedParameterJdbcOperations operations(JdbcTemplate template) {
      return new NamedParameterJdbcTemplate(template);
    }

    @Bean
    public Till till() {
      return new TillOfShop();
    }

    @Bean
    public Desk desk() {
      return new Desk();
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(Application.class)) {
      Items items = context.getBean(Items.class);
      Invoices invoices = context.getBean(Invoices.class);
      Till till = context.getBean(Till.class);
      Desk desk = context.getBean(Desk.class);
      new Calls()
          .of("save", () -> report(() -> items.save(new Item(null, "chair")).name()))
          .of("derived query", () -> report(() -> items.findByName("chair").get(0).name()))
          .of("written query", () -> report(() -> items.counted() > 0 ? "chair" : "none"))
          .of("default method", () -> report(() -> items.first().orElseThrow().name()))
          .of(
              "inherited save",
              () -> report(() -> invoices.save(new Invoice(null, "chair")).name()))
          .of("inherited query", () -> report(() -> invoices.findAll().iterator().next().name()))
          .of("JDK proxy", () -> report(till::sell))
          .of("CGLIB proxy", () -> report(desk::order))
          .show();
      JdbcTemplate rows = context.getBean(JdbcTemplate.class);
      Long inserted = rows.queryForObject("select count(*) from item", Long.class);
      System.out.println("rows: " + inserted + ", " + items.count());
      System.out.println(till.getClass().getSimpleName().replaceAll("[0-9]+", ""));
      System.out.println(desk.getClass().getSimpleName().replaceAll("[0-9]+", ""));
    }
  }

  private static String report(Callable<String> call) throws Exception {
    try {
      return call.call().replace("chair", "OPEN");
    } catch (LicenseRequiredException e) {
      return "CLOSED " + e.code();
    }
  }
}
