package io.tollgate.verifier.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.Orders        | com/acme/Orders       | true",
        "com.acme.Orders        | com/acme/Orders2      | false",
        "com.acme.Orders        | com/acme/sub/Orders   | false",
        "com.acme.Orders        | acme/Orders           | false",
        "com.acme.*             | com/acme/Orders       | true",
        "com.acme.*             | com/acme/sub/Orders   | false",
        "com.acme..*            | com/acme/Orders       | true",
        "com.acme..*            | com/acme/a/b/Orders   | true",
        "com.acme..*            | com/acmes/Orders      | false",
        "com.acme..*Service     | com/acme/x/AService   | true",
        "com.acme..*Service     | com/acme/x/AServices  | false",
        "com.acme..web.*        | com/acme/web/A        | true",
        "com.acme..web.*        | com/acme/a/web/A      | true",
        "com.acme..web.*        | com/acme/a/web/b/A    | false",
        "com..a..b.C            | com/x/a/y/a/z/b/C     | true",
        "..*Service             | a/b/AService          | true",
        "..*Service             | AService              | true",
        "..*                    | whatever/It           | true",
        "com.acme.Orders$Line   | com/acme/Orders$Line  | true",
        "com.acme.Orders*       | com/acme/Orders$Line  | true",
        "Orders                 | Orders                | true",
        "Orders                 | com/acme/Orders       | false",
        "com.*.a*b*c            | com/x/a__b_b_c        | true",
        "com.*.a*b*c            | com/x/a__b_b_cd       | false",
      })
  void aTypeIsMatchedPartByPart(String type, String name, boolean matches) {
    assertEquals(matches, pattern(type + "#x()").isOf(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "save()            | save    | ()V                               | true",
        "save()            | save    | (I)V                              | false",
        "save()            | saved   | ()V                               | false",
        "save*(..)         | saveAll | (I[JLjava/lang/String;)Z          | true",
        "*(..)             | any     | ()V                               | true",
        "*(..)             | <init>  | ()V                               | false",
        "*(..)             | <clinit>| ()V                               | false",
        "<init>(..)        | <init>  | (I)V                              | true",
        "a(int)            | a       | (I)V                              | true",
        "a(int)            | a       | (J)V                              | false",
        "a(int)            | a       | ([I)V                             | false",
        "a(int)            | a       | (Lx/int;)V                        | false",
        "a(int[][])        | a       | ([[I)V                            | true",
        "a(String)         | a       | (Ljava/lang/String;)V             | true",
        "a(java.lang.String) | a     | (Ljava/lang/String;)V             | true",
        "a(lang.String)    | a       | (Ljava/lang/String;)V             | false",
        "a(String[])       | a       | ([Ljava/lang/String;)V            | true",
        "a(String[])       | a       | (Ljava/lang/String;)V             | false",
        "a(java..*)        | a       | (Ljava/lang/String;)V             | true",
        "a(java..*)        | a       | (Lx/String;)V                     | false",
        "a(*)              | a       | (D)V                              | true",
        "a(*)              | a       | ([[Lx/Y;)V                        | true",
        "a(*)              | a       | ()V                               | false",
        "a(*)              | a       | (DD)V                             | false",
        "a(*[])            | a       | ([D)V                             | true",
        "a(*[])            | a       | (D)V                              | false",
        "a(*, long, ..)    | a       | (Lx/Y;J)V                         | true",
        "a(*, long, ..)    | a       | (Lx/Y;JZ)V                        | true",
        "a(*, long, ..)    | a       | (Lx/Y;)V                          | false",
        "a(boolean, byte, char, short, int, long, float, double) | a | (ZBCSIJFD)V | true",
        "pay-*(..)         | pay-Ab1 | (I)V                              | true",
      })
  void aMethodIsMatchedByNameAndParameters(
      String method, String name, String descriptor, boolean matches) {
    assertEquals(matches, pattern("com.acme.A#" + method).matches(name, descriptor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "com.acme.A",
        "com.acme.A#save",
        "com.acme.A#save(",
        "com.acme.A#(..)",
        "com.acme.A#save)(",
        "#save()",
        "*#save()",
        "com...A#save()",
        ".com.A#save()",
        "...A#save()",
        "com.A.#save()",
        "com.A..#save()",
        "com/acme/A#save()",
        "com.acme.1A#save()",
        "com.acme.A#sa ve()",
        "com.acme.A#<clinit>()",
        "com.acme.A#save(..,int)",
        "com.acme.A#save(int,)",
        "com.acme.A#save(,)",
        "com.acme.A#save(in t)",
        "com.acme.A#save()export",
        "com.acme.A#save()@",
        "com.acme.A save()",
      })
  void whatIsNoPatternIsRefusedAndNotTakenForOneThatMatchesNothing(String text) {
    assertEquals(Optional.empty(), MethodPattern.parse(text));
  }

  @Test
  void aFeatureMayFollow() {
    assertEquals("", pattern("a.B#c()").feature());
    assertEquals("export", pattern("a.B#c()@export").feature());
    assertEquals("data export", pattern("a.B # c ( int , .. ) @ data export").feature());
    assertTrue(pattern("a.B # c ( int , .. ) @ data export").matches("c", "(IJ)V"));
  }

  @Test
  void aTypeWithoutStarsIsKnownByName() {
    assertEquals(Optional.of("a/b/C"), pattern("a.b.C#d()").exactType());
    assertEquals(Optional.empty(), pattern("a..C#d()").exactType());
    assertEquals(Optional.empty(), pattern("a.C*#d()").exactType());
  }

  private static MethodPattern pattern(String text) {
    return MethodPattern.parse(text).orElseThrow(() -> new AssertionError(text));
  }
}
