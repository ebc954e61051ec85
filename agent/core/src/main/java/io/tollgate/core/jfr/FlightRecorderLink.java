package io.tollgate.core.jfr;

import io.tollgate.core.lifecycle.LicenseEvent;
import io.tollgate.core.system.DaemonThreads;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.text.Printable;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/** What touches the recorder. Not to be loaded where the module {@code jdk.jfr} is absent. */
final class FlightRecorderLink implements FlightRecorderListener {
  private final Runnable atRecording;

  private FlightRecorderLink(Runnable atRecording) {
    this.atRecording = atRecording;
  }

  /** Does this, in a thread of its own, whenever a recording begins. */
  static void listen(Runnable atRecording) {
    FlightRecorder.addListener(new FlightRecorderLink(atRecording));
  }

  /**
   * The recorder calls this while it holds its lock. The first event of a class needs that lock and
   * the class's own, so it is made by a thread that holds neither.
   */
  @Override
  public void recordingStateChanged(Recording recording) {
    if (recording.getState() == RecordingState.RUNNING) {
      DaemonThreads.start("tollgate-flight", atRecording);
    }
  }

  /**
   * Makes an event of it, if anybody ever recorded in this JVM. Otherwise the class of the event is
   * not touched: the recorder would read its whole catalogue to register it.
   */
  static void record(LicenseEvent event) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    LicenseStatus status = event.status();
    Optional<Refusal> refusal =
        event instanceof LicenseEvent.Problem problem
            ? Optional.of(problem.refusal())
            : status.refusal();
    Optional<License> license = status.license();
    String message = refusal.isPresent() ? refusal.get().problem() : "";
    if (event instanceof LicenseEvent.Remark remark) {
      message = remark.text();
      refusal = Optional.empty();
    }
    new LicenseFlightEvent(
            event.action().text(),
            status.state().name(),
            status.kind().text(),
            refusal.isPresent() ? refusal.get().code().code() : "",
            license.isPresent() ? Printable.text(license.get().licenseId()) : "",
            license.isPresent() ? Printable.text(license.get().customerId()) : "",
            Printable.text(message))
        .commit();
  }
}
