package io.tollgate.testapp;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the order desk can work. Says nothing of the license: that must not end a pod. */
@RestController
class HealthController {
  private final JdbcClient database;

  HealthController(JdbcClient database) {
    this.database = database;
  }

  @GetMapping("/health")
  Map<String, String> health() {
    database.sql("select 1").query(Integer.class).single();
    return Map.of("status", "up");
  }
}
