package io.tollgate.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.status.GateReport;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.LicenseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of metrics in the docs is the one that a scrape gives. */
class MetricsTableTest {
  /** {@code mvn test -Dtollgate.write-docs} writes the table instead of comparing it. */
  private static final boolean WRITE = System.getProperty("tollgate.write-docs") != null;

  private static final String BEGIN = "| metric | type | labels | meaning |\n|---|---|---|---|\n";
  private static final Pattern LABEL = Pattern.compile("([a-z0-9_]+)=\"");

  @TempDir private Path folder = Path.of("");

  @Test
  void theTableInTheDocsIsWhatAScrapeGives() throws IOException, InterruptedException {
    Path page = Path.of(System.getProperty("tollgate.docs"), "reference", "http.md");
    String text = Files.readString(page);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf("\n\n", from) + 1;
    String table = table(scrape());
    if (WRITE) {
      Files.writeString(page, text.substring(0, from) + table + text.substring(to));
      return;
    }
    assertEquals(
        table,
        text.substring(from, to),
        "run: mvn test -pl agent/core -Dtest=MetricsTableTest -Dtollgate.write-docs");
  }

  /** With everything that can be there. */
  private String scrape() throws IOException, InterruptedException {
    String claims = Site.claims(5, ",\"tier\":\"t\",\"caps\":{\"users\":1}");
    try (Site site = Site.of(folder, "claims.tier=tier\nclaims.caps=caps\n", claims)) {
      LicenseStatus status = site.board.status();
      OtherFacts all =
          new OtherFacts() {
            @Override
            public LicenseStatus status() {
              return status;
            }

            @Override
            public List<CapUse> caps() {
              return List.of(new CapUse("users", 1, OptionalLong.of(Site.NOW)));
            }

            @Override
            public long nextTransition() {
              return Site.NOW;
            }

            @Override
            public GateReport gates() {
              GateKeeper gates = new GateKeeper();
              gates.observe();
              return new GateReport(gates, new WovenGates());
            }

            @Override
            public Map<String, Long> rejected() {
              return Map.of("TG-TOK-0001", 1L);
            }

            @Override
            public Optional<String> installation() {
              return Optional.empty();
            }

            @Override
            public Optional<Long> offlineSince() {
              return Optional.of(Site.NOW);
            }
          };
      return new String(
          new Metrics("PREFIX", "1").reply(all, 0, "").content(), StandardCharsets.UTF_8);
    }
  }

  private static String table(String scrape) {
    StringBuilder table = new StringBuilder();
    String help = "";
    String type = "";
    Set<String> seen = new TreeSet<>();
    for (String line : scrape.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        help = line.substring(line.indexOf(' ', 7) + 1);
      } else if (line.startsWith("# TYPE ")) {
        type = line.substring(line.lastIndexOf(' ') + 1);
      } else {
        String name = line.split("[{ ]", 2)[0];
        if (seen.add(name)) {
          table
              .append("| `")
              .append(name.replace("PREFIX", "<prefix>"))
              .append("` | ")
              .append(type)
              .append(" | ")
              .append(labels(line))
              .append(" | ")
              .append(help)
              .append(" |\n");
        }
      }
    }
    return table.toString();
  }

  private static String labels(String sample) {
    StringBuilder labels = new StringBuilder();
    Matcher label = LABEL.matcher(sample);
    while (label.find()) {
      labels.append(labels.length() == 0 ? "`" : ", `").append(label.group(1)).append('`');
    }
    return labels.toString();
  }
}
