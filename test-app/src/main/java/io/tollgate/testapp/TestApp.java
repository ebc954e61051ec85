package io.tollgate.testapp;

import java.io.File;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.annotation.Bean;

/** Starts the order desk. */
@SpringBootApplication(proxyBeanMethods = false)
class TestApp {
  public static void main(String[] args) {
    SpringApplication.run(TestApp.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** For whoever starts this with {@code server.port=0} and wants to know which port it is. */
  @Bean
  @ConditionalOnProperty("orders.port-file")
  WebServerPortFileWriter portFile(@Value("${orders.port-file}") File file) {
    return new WebServerPortFileWriter(file);
  }
}
