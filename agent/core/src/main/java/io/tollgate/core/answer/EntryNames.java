package io.tollgate.core.answer;

import java.util.List;

/**
 * By what a class file tells that it may have an entry. Apart from what weaves one, because every
 * start asks for the names, and few have anything to weave.
 */
public final class EntryNames {
  /** What an entry of Servlet 5 and later takes. */
  static final String JAKARTA_ENTRY =
      "(Ljakarta/servlet/ServletRequest;Ljakarta/servlet/ServletResponse;)V";

  /** What an entry of Servlet 2 to 4 takes. */
  static final String JAVAX_ENTRY =
      "(Ljavax/servlet/ServletRequest;Ljavax/servlet/ServletResponse;)V";

  /**
   * Tells the container of an error before it lets the exception out, and so takes every later
   * answer away; unless it is configured to set the status only.
   */
  static final String JERSEYS_WRITER = "org/glassfish/jersey/servlet/internal/ResponseWriter";

  private EntryNames() {}

  /** Strings of which every class file that may have an entry holds one. */
  public static List<String> needles() {
    return List.of(JAKARTA_ENTRY, JAVAX_ENTRY, JERSEYS_WRITER);
  }
}
