package io.tollgate.core.source;

import io.tollgate.verifier.license.Refusal;

/** What a place held when it was read. */
public sealed interface PlaceContent {

  /** The place does not exist. */
  record Nothing() implements PlaceContent {}

  /** The place is there and cannot be read. */
  record Failed(Refusal refusal) implements PlaceContent {}

  /** The bytes at the place; they may be blank. */
  final class Found implements PlaceContent {
    private final byte[] bytes;

    public Found(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes;
    }
  }
}
