package io.tollgate.core.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The event {@code io.tollgate.License}. What is not known is empty. */
@Name("io.tollgate.License")
@Label("License")
@Category("Tollgate")
@Description("Something happened to the license of this product")
@StackTrace(false)
final class LicenseFlightEvent extends Event {
  @Label("Action")
  final String action;

  @Label("State")
  final String state;

  @Label("Kind")
  final String kind;

  @Label("Code")
  final String code;

  @Label("License")
  final String licenseId;

  @Label("Customer")
  final String customerId;

  @Label("Message")
  final String message;

  LicenseFlightEvent(
      String action,
      String state,
      String kind,
      String code,
      String licenseId,
      String customerId,
      String message) {
    this.action = action;
    this.state = state;
    this.kind = kind;
    this.code = code;
    this.licenseId = licenseId;
    this.customerId = customerId;
    this.message = message;
  }
}
