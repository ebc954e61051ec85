package frameworks;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** A database in memory, and transactions that are counted. */
@Configuration
@EnableTransactionManagement
public class Store {
  private static int transactions;

  /** How many transactions have begun. */
  static int transactions() {
    return transactions;
  }

  @Bean
  public DataSource dataSource() {
    return new DriverManagerDataSource("jdbc:h2:mem:store;DB_CLOSE_DELAY=-1");
  }

  @Bean
  public JdbcTemplate jdbcTemplate(DataSource dataSource) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.execute("create table item (id identity primary key, name varchar(99))");
    template.execute("create table invoice (id identity primary key, name varchar(99))");
    return template;
  }

  @Bean
  public JdbcTransactionManager transactionManager(DataSource dataSource) {
    return new Counting(dataSource);
  }

  private static final class Counting extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;

    Counting(DataSource dataSource) {
      super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
      transactions++;
      super.doBegin(transaction, definition);
    }
  }
}
