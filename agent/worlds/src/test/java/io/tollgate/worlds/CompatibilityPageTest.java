package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompatibilityPageTest {
  private static final List<String> RECORD =
      List.of(
          "17\t25",
          "the JDK\tarchives\t25\tArchiveIT",
          "class loaders\tTomcat\t17\tTomcatIT",
          "class loaders\tTomcat\t25\tTomcatIT",
          "class loaders\tJetty\t17\tJettyIT");
  private static final String PAGE = page(RECORD, "");

  @Test
  void aWorldThatPassedIsClaimedAndNoOther() {
    assertTrue(PAGE.contains("\nMade on a machine with JDK 17 and JDK 25.\n"), PAGE);
    assertTrue(PAGE.contains("| Tomcat | yes | not run | yes | `TomcatIT` |\n"), PAGE);
    assertTrue(PAGE.contains("| Jetty | yes | not run | not run | `JettyIT` |\n"), PAGE);
    assertTrue(PAGE.contains("| archives | not run | not run | yes | `ArchiveIT` |\n"), PAGE);
    assertTrue(PAGE.indexOf("## class loaders") < PAGE.indexOf("## the JDK"), PAGE);
  }

  @Test
  void whatDidNotPassIsNoLongerClaimed() {
    List<String> less = List.of("17\t25", "class loaders\tTomcat\t17\tTomcatIT");
    String page = page(less, PAGE);
    assertTrue(page.contains("| Tomcat | yes | not run | not run | `TomcatIT` |\n"), page);
    assertFalse(page.contains("Jetty"), page);
    assertFalse(page.contains("## the JDK"), page);
  }

  @Test
  void whatTheMachineCannotRunIsKept() {
    String page = page(List.of("25", "class loaders\tTomcat\t25\tTomcatIT"), PAGE);
    assertTrue(page.contains("| Tomcat | yes | not run | yes | `TomcatIT` |\n"), page);
    assertTrue(page.contains("| Jetty | yes | not run | not run | `JettyIT` |\n"), page);
    assertFalse(page.contains("archives"), page);
  }

  @Test
  void aFurtherJdkCountsWhenThePageIsWritten() {
    List<String> more = List.of("17\t21", "class loaders\tTomcat\t21\tTomcatIT");
    String page = page(more, PAGE);
    assertTrue(page.contains("with JDK 17, JDK 21 and JDK 25."), page);
    assertTrue(page.contains("| Tomcat | not run | yes | yes | `TomcatIT` |\n"), page);
    CompatibilityPage compared = read(PAGE).after(more, false);
    assertTrue(compared.toString().contains("| Tomcat | not run | not run | yes | `TomcatIT` |"));
  }

  @Test
  void aPageThatIsReadSaysTheSame() {
    assertEquals(PAGE, read(PAGE).after(RECORD, false).toString());
    assertEquals(PAGE, read(PAGE).after(List.of("21"), false).toString());
  }

  private static String page(List<String> record, String before) {
    return read(before).after(record, true).toString();
  }

  private static CompatibilityPage read(String page) {
    return CompatibilityPage.ofPage(page.lines().toList());
  }
}
