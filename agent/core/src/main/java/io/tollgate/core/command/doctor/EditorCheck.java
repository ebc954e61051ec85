package io.tollgate.core.command.doctor;

import io.tollgate.core.system.FileContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What editors leave in a file; it is forgiven, and may bewilder other programs. */
final class EditorCheck implements Check {
  private static final String ABOUT = "token file";

  /** A UTF-8 byte order mark, read byte by byte. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  @Override
  public List<Finding> look(Setup setup) {
    List<Finding> findings = new ArrayList<>();
    if (setup.content() instanceof FileContent.Bytes file) {
      String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
      if (text.startsWith(BYTE_ORDER_MARK)) {
        findings.add(
            Finding.note(ABOUT, "It begins with a byte order mark (BOM), which is forgiven."));
      }
      if (text.endsWith("\r\n") || text.endsWith("\r")) {
        findings.add(Finding.note(ABOUT, "It ends like a Windows file (CRLF), which is forgiven."));
      }
    }
    return findings;
  }
}
