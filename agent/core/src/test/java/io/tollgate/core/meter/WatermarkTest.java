package io.tollgate.core.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WatermarkTest {
  private final Watermark watermark = new Watermark();

  @Test
  void eachStepIsToldOnceOnTheWayUp() {
    assertEquals(0, watermark.rise(74, 100));
    assertEquals(75, watermark.rise(75, 100));
    assertEquals(0, watermark.rise(79, 100));
    assertEquals(80, watermark.rise(80, 100));
    assertEquals(0, watermark.rise(99, 100));
    assertEquals(100, watermark.rise(100, 100));
    assertEquals(0, watermark.rise(100, 100));
  }

  @Test
  void aJumpTellsOnlyTheHighestStep() {
    assertEquals(100, watermark.rise(3, 3));
  }

  @Test
  void aKeyThatComesAndGoesIsNotToldOfEachTime() {
    assertEquals(80, watermark.rise(80, 100));
    assertEquals(0, watermark.rise(76, 100));
    assertEquals(0, watermark.rise(80, 100));
    assertEquals(0, watermark.rise(74, 100));
    assertEquals(80, watermark.rise(80, 100));
  }

  @Test
  void aRaisedCapTakesTheStepBackAndALoweredOneTellsAgain() {
    assertEquals(100, watermark.rise(10, 10));
    assertEquals(0, watermark.rise(10, 100));
    assertEquals(100, watermark.rise(10, 5));
  }

  @Test
  void aCapOfNothingIsNeverFull() {
    assertEquals(0, watermark.rise(0, 0));
    assertEquals(0, watermark.rise(5, -1));
  }
}
