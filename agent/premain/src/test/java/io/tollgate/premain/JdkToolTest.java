package io.tollgate.premain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkToolTest {

  @ParameterizedTest
  @CsvSource({
    "jdk.compiler, jdk.compiler/com.sun.tools.javac.Main -version, true",
    "java.base, java.base/sun.security.tools.keytool.Main -list, true",
    "jdk.jcmd, jdk.jcmd/sun.tools.jps.Jps, true",
    "'', com.acme.Main, false",
    "'', '', false",
    "com.acme, com.acme/com.acme.Main, false",
    "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.Main Program.java, false",
    "jdk.compiler, com.acme.Main, false",
    "jdk.compiler, jdk.compilers/x, false",
    "jdkx, jdkx/Main, false"
  })
  void onlyTheJdksOwnProgramsAreTools(String mainModule, String command, boolean tool) {
    assertEquals(tool, JdkTool.is(mainModule, command));
  }
}
