package io.tollgate.core.lifecycle;

/** Is told what becomes of the license. Called by one thread at a time; must not block. */
public interface LicenseListener {

  /**
   * Something happened. A listener that throws is told again, if it was a {@link
   * LicenseEvent.Changed}.
   */
  void happened(LicenseEvent event);
}
