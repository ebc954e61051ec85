package io.tollgate.benchmarks.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what was measured as Markdown. */
final class Table {
  private final List<Map<Variant, Double>> rounds;
  private final Variant floor;
  private final String floorName;

  /** A table of these rounds, with ratios to the floor. */
  Table(List<Map<Variant, Double>> rounds, Variant floor, String floorName) {
    this.rounds = rounds;
    this.floor = floor;
    this.floorName = floorName;
  }

  String of(List<Variant> variants) {
    StringBuilder table = new StringBuilder();
    table
        .append("| variant | runs | median | × ")
        .append(floorName)
        .append(" (95 %) |\n|---|--:|--:|--:|\n");
    for (Variant variant : variants) {
      table.append(row(variant)).append('\n');
    }
    return table.toString();
  }

  /** The ratio is the median of the rounds' own ratios: a slow round is slow in both. */
  private String row(Variant variant) {
    List<Double> millis = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (Map<Variant, Double> round : rounds) {
      Double own = round.get(variant);
      Double least = round.get(floor);
      if (own != null && least != null) {
        millis.add(own);
        ratios.add(own / least);
      }
    }
    if (millis.isEmpty()) {
      return "| " + variant.name() + " | 0 | | |";
    }
    Sample ratio = Sample.of(ratios);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f ms | %.3f (%.3f to %.3f) |",
        variant.name(),
        millis.size(),
        Sample.of(millis).median(),
        ratio.median(),
        ratio.low(),
        ratio.high());
  }
}
