package io.tollgate.benchmarks.startup;

import io.tollgate.benchmarks.JavaHome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs every variant once per round, in an order shuffled anew each time: what else the machine
 * does then strikes all of them alike, and one round's runs can be compared with one another.
 */
final class Rounds {
  private final int count;
  private final int discarded;
  private final Random random;

  /**
   * So many rounds.
   *
   * @param discarded rounds run before, to warm the disk's cache
   */
  Rounds(int count, int discarded, long seed) {
    this.count = count;
    this.discarded = discarded;
    this.random = new Random(seed);
  }

  /** Each round's ms by variant; a variant that did not take part in a round is not in its map. */
  List<Map<Variant, Double>> run(JavaHome java, Program program, List<Variant> variants)
      throws IOException, InterruptedException {
    List<Map<Variant, Double>> measured = new ArrayList<>();
    for (int i = -discarded; i < count; i++) {
      Map<Variant, Double> round = round(i, java, program, variants);
      if (i >= 0) {
        measured.add(round);
      }
      System.err.print(".");
    }
    System.err.println();
    return measured;
  }

  private Map<Variant, Double> round(
      int number, JavaHome java, Program program, List<Variant> variants)
      throws IOException, InterruptedException {
    List<Variant> order = new ArrayList<>(variants);
    Collections.shuffle(order, random);
    Map<Variant, Double> round = new LinkedHashMap<>();
    for (Variant variant : order) {
      if (number % variant.everyNth() == 0) {
        round.put(variant, program.start(java, variant));
      }
    }
    return round;
  }
}
