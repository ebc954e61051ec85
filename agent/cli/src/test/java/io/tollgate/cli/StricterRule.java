package io.tollgate.cli;

import io.tollgate.verifier.license.ErrorCode;

/** Rules by which Tollgate refuses a token that Tink accepts. */
enum StricterRule {
  /** {@code typ} is absent or JWT; Tink was told not to look. */
  TYP_IS_JWT(ErrorCode.TOKEN_HEADER),
  /** Neither {@code b64} nor {@code zip}, which Tink does not know and passes by. */
  NO_EXTENSION(ErrorCode.TOKEN_HEADER),
  /** JSON to the letter of RFC 8259: {@code TRUE} is no value, no control character in a string. */
  STRICT_JSON(ErrorCode.TOKEN_JSON),
  /** Nothing follows the JSON object. */
  NOTHING_AFTER(ErrorCode.TOKEN_JSON),
  /** At most 16 levels. */
  FLAT_JSON(ErrorCode.TOKEN_JSON),
  /** A license has a customer, an end, and an id if it says that it has. */
  WHOLE_LICENSE(ErrorCode.TOKEN_CLAIM),
  /** A term in {@code tollgate} that is not understood may be a restriction. */
  KNOWN_TERMS(ErrorCode.TOKEN_CLAIM),
  /** At most 16 KiB. */
  SIZE(ErrorCode.TOKEN_TOO_LARGE);

  private final ErrorCode code;

  StricterRule(ErrorCode code) {
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }
}
