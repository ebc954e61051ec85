package io.tollgate.core.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.status.Facts;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.UtcText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts as Prometheus reads them, computed when it asks.
 *
 * <p>Of the official library only the data model and the two text formats: its registry and
 * collectors keep values from one scrape to the next, of which there are none here, and read system
 * properties, variables and files that are the host's.
 */
final class Metrics {
  /** What the days until expiry are for an installation without a license. */
  private static final long NO_LICENSE = -1;

  private static final double MILLIS = 1_000;

  private final ExpositionFormatWriter openMetrics =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build();
  private final ExpositionFormatWriter text =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();
  private final String prefix;
  private final String version;

  /**
   * Metrics of one product.
   *
   * @param prefix what the names of the first two begin with
   */
  Metrics(String prefix, String version) {
    this.prefix = prefix;
    this.version = version;
  }

  /**
   * The answer to a scrape.
   *
   * @param unauthorized how many requests had no right token so far
   * @param accept what the asker takes, as in the header; OpenMetrics if it is named there, the
   *     older text format if not
   */
  Reply reply(Facts facts, long unauthorized, String accept) throws IOException {
    ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    writer.write(content, of(facts, unauthorized), EscapingScheme.UNDERSCORE_ESCAPING);
    return Reply.of(writer.getContentType(), content.toByteArray());
  }

  private MetricSnapshots of(Facts facts, long unauthorized) {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    LicenseStatus status = facts.status();
    add(
        all,
        prefix + "_valid",
        "1 if there is a license and it has not expired; 0 in grace, in an evaluation and without"
            + " a license that counts.",
        status.kind() == Kind.LICENSED ? 1 : 0);
    add(
        all,
        prefix + "_days_until_expiry",
        "Days until the license expires, rounded up; -1 unless there is one that has not.",
        (double) days(status));
    addStates(all, status);
    addInstants(all, facts, status);
    if (status.license().isPresent()) {
      addLicense(all, status.license().get(), facts.tokenHash().orElse(""));
    }
    addCaps(all, facts.caps());
    addCounts(all, facts);
    add(
        all,
        "tollgate_clock_behind_seconds",
        "How far this machine's clock is behind a time that has been; 0 if it is believed.",
        facts.clockBehind() / MILLIS);
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("tollgate_http_unauthorized")
            .help("Requests that were refused because their bearer token was wrong or absent.")
            .dataPoint(CounterDataPointSnapshot.builder().value((double) unauthorized).build())
            .build());
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name("tollgate_agent")
            .help("The product, and the version of the agent.")
            .dataPoint(info(Labels.of("product", facts.product(), "version", version)))
            .build());
    return all.build();
  }

  private static long days(LicenseStatus status) {
    return status.kind() == Kind.LICENSED && status.lifecycle().isPresent()
        ? UtcText.daysUntil(status.asOf(), status.lifecycle().get().end())
        : NO_LICENSE;
  }

  private static void addStates(MetricSnapshots.Builder all, LicenseStatus status) {
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("tollgate_license_state")
            .help("1 for the state that the license is in, 0 for all others.");
    for (State state : State.values()) {
      states.dataPoint(gauge(state == status.state() ? 1 : 0, Labels.of("state", state.name())));
    }
    all.metricSnapshot(states.build());
    GaugeSnapshot.Builder kinds =
        GaugeSnapshot.builder()
            .name("tollgate_license_kind")
            .help("1 for licensed, grace, evaluation or invalid, 0 for the others.");
    for (Kind kind : Kind.values()) {
      kinds.dataPoint(gauge(kind == status.kind() ? 1 : 0, Labels.of("kind", kind.text())));
    }
    all.metricSnapshot(kinds.build());
  }

  private static void addInstants(MetricSnapshots.Builder all, Facts facts, LicenseStatus status) {
    if (status.lifecycle().isPresent()) {
      addInstant(
          all,
          "tollgate_license_expiry_timestamp_seconds",
          "When the license expires.",
          status.lifecycle().get().end());
      addInstant(
          all,
          "tollgate_license_grace_end_timestamp_seconds",
          "When its grace ends and gates close.",
          status.lifecycle().get().closesAt());
    }
    if (facts.nextTransition() != Lifecycle.NEVER) {
      addInstant(
          all,
          "tollgate_license_next_transition_timestamp_seconds",
          "When something changes next if nobody does anything.",
          facts.nextTransition());
    }
    addInstant(
        all,
        "tollgate_license_last_verified_timestamp_seconds",
        "When tokens were verified last.",
        facts.lastVerified());
    addInstant(
        all,
        "tollgate_license_as_of_timestamp_seconds",
        "The instant that all this was judged for: the time of the scrape, unless the agent is"
            + " stuck or the clock is not believed.",
        status.asOf());
    if (facts.offlineSince().isPresent()) {
      addInstant(
          all,
          "tollgate_vendor_last_reached_timestamp_seconds",
          "When the vendor's keys or denylist were read last, whichever is longer ago.",
          facts.offlineSince().get());
    }
  }

  private static void addLicense(MetricSnapshots.Builder all, License license, String tokenHash) {
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name("tollgate_license")
            .help("The license that rules.")
            .dataPoint(
                info(
                    Labels.of(
                        "license_id",
                        license.licenseId(),
                        "customer",
                        license.customerId(),
                        "tier",
                        license.entitlements().tier().orElse(""),
                        "token_sha256",
                        tokenHash)))
            .build());
    GaugeSnapshot.Builder limits =
        GaugeSnapshot.builder()
            .name("tollgate_cap_limit")
            .help("How much of each thing the license grants.");
    for (Map.Entry<String, Long> cap : license.entitlements().caps().entrySet()) {
      limits.dataPoint(gauge((double) cap.getValue(), Labels.of("cap", cap.getKey())));
    }
    all.metricSnapshot(limits.build());
  }

  private static void addCaps(MetricSnapshots.Builder all, List<CapUse> caps) {
    if (caps.isEmpty()) {
      return;
    }
    GaugeSnapshot.Builder used =
        GaugeSnapshot.builder()
            .name("tollgate_cap_used")
            .help("How much stands under each cap that is metered.");
    GaugeSnapshot.Builder full =
        GaugeSnapshot.builder()
            .name("tollgate_cap_full_timestamp_seconds")
            .help("When a cap will be full if it fills as in the last four weeks.");
    boolean ends = false;
    for (CapUse cap : caps) {
      used.dataPoint(gauge((double) cap.used(), Labels.of("cap", cap.cap())));
      if (cap.fullAt().isPresent()) {
        full.dataPoint(gauge(cap.fullAt().getAsLong() / MILLIS, Labels.of("cap", cap.cap())));
        ends = true;
      }
    }
    all.metricSnapshot(used.build());
    if (ends) {
      all.metricSnapshot(full.build());
    }
  }

  private static void addCounts(MetricSnapshots.Builder all, Facts facts) {
    add(all, "tollgate_gates_woven", "How many methods have a gate.", facts.gatesWoven());
    // There from the start: of a counter that comes with its first event, that event is not seen.
    Map<String, Long> denied = new TreeMap<>(facts.denied());
    denied.putIfAbsent("", 0L);
    if (facts.gates().observes()) {
      Map<String, Long> observed = new TreeMap<>(facts.observed());
      observed.putIfAbsent("", 0L);
      all.metricSnapshot(
          counter(
              "tollgate_gate_observed",
              "Calls that would have been denied if gates did more than observe, by feature; an"
                  + " empty name is no feature.",
              "feature",
              observed));
    }
    all.metricSnapshot(
        counter(
            "tollgate_gate_denied",
            "Calls that were denied, by feature; an empty name is no feature.",
            "feature",
            denied));
    all.metricSnapshot(
        counter(
            "tollgate_license_rejected",
            "Tokens that were not taken, by code.",
            "code",
            facts.rejected()));
  }

  private static CounterSnapshot counter(
      String name, String help, String label, Map<String, Long> counts) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of(label, count.getKey()))
              .value((double) count.getValue())
              .build());
    }
    return counter.build();
  }

  private static void addInstant(
      MetricSnapshots.Builder all, String name, String help, long instant) {
    add(all, name, help, instant / MILLIS);
  }

  private static void add(MetricSnapshots.Builder all, String name, String help, double value) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(gauge(value, Labels.EMPTY))
            .build());
  }

  private static GaugeDataPointSnapshot gauge(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static InfoDataPointSnapshot info(Labels labels) {
    return InfoDataPointSnapshot.builder().labels(labels).build();
  }
}
