package io.tollgate.worlds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page {@code docs/compatibility.md}: what it says, and what it must say after a run of all
 * tests.
 *
 * <p>A run speaks of the JDKs of its machine only; what the page says of others stays.
 */
public final class CompatibilityPage {
  /** Groups in the order of the page; others follow. */
  private static final List<String> FIRST =
      List.of("class loaders", "other agents", "the JDK", "languages", "frameworks");

  /** The releases that Tollgate supports have a column even where nobody has run them. */
  private static final Set<Integer> SUPPORTED = Set.of(17, 21, 25);

  private static final String RUN_ON = "Made on a machine with ";
  private static final String YES = "yes";
  private static final String NO = "not run";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** The JDKs that were run when the page was made. */
  private final Set<Integer> ranOn = new TreeSet<>();

  /** By group and world. */
  private final Map<String, Map<String, Line>> groups = new LinkedHashMap<>();

  /** What is known of a world: the JDKs that it was shown on, and by which tests. */
  private static final class Line {
    final Set<Integer> shown = new TreeSet<>();
    final Set<String> tests = new TreeSet<>();
  }

  private CompatibilityPage() {}

  /**
   * Compares the page with what passed, or writes it with {@code -Dtollgate.write-docs}.
   *
   * @param arguments the page; the record of what passed; when this build began, an instant; {@code
   *     all} if all tests were to run
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Path recorded = Path.of(arguments[1]);
    boolean write = System.getProperty("tollgate.write-docs") != null;
    if (!arguments[3].equals("all") || !isSince(Instant.parse(arguments[2]), recorded)) {
      String why = "docs/compatibility.md is not compared: not all tests of its worlds ran";
      if (write) {
        throw new IllegalStateException(why);
      }
      System.out.println(why);
      return;
    }
    CompatibilityPage told = ofPage(Files.readAllLines(file));
    List<String> record = Files.readAllLines(recorded);
    if (write) {
      Files.writeString(file, told.after(record, true).toString());
      return;
    }
    for (int feature : told.unheardOf(record)) {
      System.out.println(
          "docs/compatibility.md says nothing of JDK "
              + feature
              + ", which ran here; -Dtollgate.write-docs adds it");
    }
    String wanted = told.after(record, false).toString();
    if (!wanted.equals(Files.readString(file))) {
      throw new IllegalStateException(
          "docs/compatibility.md is not what ran. Look at what is missing, or run"
              + " ./mvnw -pl agent/worlds -am verify -Dtollgate.write-docs. What ran:\n\n"
              + wanted);
    }
  }

  private static boolean isSince(Instant begin, Path file) throws IOException {
    return Files.exists(file) && !Files.getLastModifiedTime(file).toInstant().isBefore(begin);
  }

  /** Reads a page. */
  static CompatibilityPage ofPage(List<String> lines) {
    CompatibilityPage page = new CompatibilityPage();
    String group = "";
    List<Integer> columns = List.of();
    for (String line : lines) {
      if (line.startsWith(RUN_ON)) {
        page.ranOn.addAll(numbers(line));
      } else if (line.startsWith("## ")) {
        group = line.substring(3);
      } else if (line.startsWith("| world |")) {
        columns = numbers(line);
      } else if (line.startsWith("| ")) {
        List<String> cells = List.of(line.substring(2).split(" \\| | \\|", -1));
        Line known = page.line(group, cells.get(0));
        for (int i = 0; i < columns.size(); i++) {
          if (cells.get(i + 1).equals(YES)) {
            known.shown.add(columns.get(i));
          }
        }
        for (String test : cells.get(columns.size() + 1).split(", ", -1)) {
          known.tests.add(test.replace("`", ""));
        }
      }
    }
    return page;
  }

  /** The JDKs of this machine that the page was made without. */
  private Set<Integer> unheardOf(List<String> record) {
    Set<Integer> unheardOf = new TreeSet<>(numbers(record.get(0)));
    unheardOf.removeAll(ranOn);
    return unheardOf;
  }

  /**
   * What the page must say after a run.
   *
   * @param record the machine's JDKs, then what passed
   * @param further whether JDKs count that the page was made without
   */
  CompatibilityPage after(List<String> record, boolean further) {
    Set<Integer> here = new TreeSet<>(numbers(record.get(0)));
    if (!further) {
      here.retainAll(ranOn);
    }
    CompatibilityPage after = new CompatibilityPage();
    after.ranOn.addAll(ranOn);
    after.ranOn.addAll(here);
    for (String row : record.subList(1, record.size())) {
      String[] cells = row.split("\t", -1);
      int feature = Integer.parseInt(cells[2]);
      if (here.contains(feature)) {
        Line line = after.line(cells[0], cells[1]);
        line.shown.add(feature);
        line.tests.add(cells[3]);
      }
    }
    groups.forEach(
        (group, worlds) ->
            worlds.forEach(
                (world, line) -> {
                  Set<Integer> elsewhere = new TreeSet<>(line.shown);
                  elsewhere.removeAll(here);
                  if (!elsewhere.isEmpty()) {
                    Line kept = after.line(group, world);
                    kept.shown.addAll(elsewhere);
                    if (kept.tests.isEmpty()) {
                      kept.tests.addAll(line.tests);
                    }
                  }
                }));
    return after;
  }

  private Line line(String group, String world) {
    return groups
        .computeIfAbsent(group, key -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
        .computeIfAbsent(world, key -> new Line());
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(Integer.parseInt(matcher.group()));
    }
    return numbers;
  }

  @Override
  public String toString() {
    Set<Integer> columns = new TreeSet<>(SUPPORTED);
    columns.addAll(ranOn);
    StringBuilder page = new StringBuilder();
    page.append("# Compatibility\n\n");
    page.append(RUN_ON).append(listed(ranOn)).append(".\n\n");
    page.append(
        """
        Each line is a test in the real thing: gated code ran with a license and was denied without one. `./mvnw verify` runs them on every JDK from 17
        that it finds under `/usr/lib/jvm`, in `JAVA_HOME` and in `TOLLGATE_TEST_JDKS` (separated as in `PATH`), and fails where this page and what passed
        differ; what it says of a JDK that a machine lacks stays. "Not run" means just that. `./mvnw -pl agent/worlds -am verify -Dtollgate.write-docs` writes it.

        In the JDK's own tools, which `JAVA_TOOL_OPTIONS` reaches, the agent stands aside: `AgentJarIT`.
        """);
    Set<String> names = new LinkedHashSet<>(FIRST);
    names.addAll(new TreeSet<>(groups.keySet()));
    names.retainAll(groups.keySet());
    for (String name : names) {
      page.append("\n## ").append(name).append("\n\n| world |");
      columns.forEach(feature -> page.append(" JDK ").append(feature).append(" |"));
      page.append(" shown by |\n|---|").append("---|".repeat(columns.size())).append("---|\n");
      groups
          .getOrDefault(name, Map.of())
          .forEach((world, line) -> append(page, world, line, columns));
    }
    return page.toString();
  }

  private static void append(
      StringBuilder page, String world, Line line, Collection<Integer> columns) {
    page.append("| ").append(world).append(" |");
    for (int feature : columns) {
      page.append(line.shown.contains(feature) ? " " + YES + " |" : " " + NO + " |");
    }
    page.append(" `").append(String.join("`, `", line.tests)).append("` |\n");
  }

  /** "JDK 17 and JDK 25". */
  private static String listed(Set<Integer> features) {
    List<String> names = new ArrayList<>();
    features.forEach(feature -> names.add("JDK " + feature));
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
