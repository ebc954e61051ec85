package io.tollgate.core.gate;

import io.tollgate.core.answer.Answers;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.core.meter.Meters;
import io.tollgate.core.store.MeterRows;
import io.tollgate.core.store.StoreException;
import io.tollgate.core.store.TestStores;
import io.tollgate.core.system.SystemClock;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import net.bytebuddy.agent.ByteBuddyAgent;

/** The gate as the agent installs it, in this JVM, for all tests: it can be defined only once. */
public final class RealGate {
  public static final Instrumentation INSTRUMENTATION = ByteBuddyAgent.install();

  /** Where this gate's denials are answered. */
  public static final WovenEntries ENTRIES = new WovenEntries();

  /** Where what is counted under the caps {@code seen}, {@code other}, {@code room} is written. */
  public static final MeterRows ROWS = rows();

  private static final GateKeeper KEEPER = install();

  static final LicenseStatus EXPIRED =
      status(State.EXPIRED, false, Optional.of(new Refusal(ErrorCode.LICENSE_EXPIRED, "It did.")));

  private RealGate() {}

  public static void open() {
    KEEPER.changed(status(State.VALID, true, Optional.empty()));
  }

  /** As for a license that names these features, under a policy that knows features. */
  static void openFor(String... features) {
    KEEPER.goByFeatures();
    KEEPER.changed(licensed(List.of(features)));
  }

  /** As for a license with these caps. */
  public static void openWith(Map<String, Long> caps) {
    KEEPER.changed(licensed(List.of(), caps));
  }

  /** A status with a license that names these features. */
  static LicenseStatus licensed(List<String> features) {
    return licensed(features, Map.of());
  }

  static LicenseStatus licensed(List<String> features, Map<String, Long> caps) {
    License license =
        new License(
            TokenFormat.JWT,
            "ES256",
            "k1",
            "lic-1",
            "Acme",
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Long.MAX_VALUE,
            OptionalLong.empty(),
            License.Terms.NONE,
            new Entitlements(Optional.empty(), features, caps));
    return new LicenseStatus(
        State.VALID,
        Kind.LICENSED,
        true,
        Optional.of(license),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** Who weaves what is below a type that is about to be used. */
  public static void settleBy(Consumer<Class<?>> weaver) {
    KEEPER.settleBy(weaver);
  }

  public static void close() {
    KEEPER.changed(EXPIRED);
  }

  private static GateKeeper install() {
    GateKeeper keeper = new GateKeeper();
    try {
      GateInstaller.install(INSTRUMENTATION, RealGate::classFile, keeper);
      keeper.answerBy(new Answers(keeper, ENTRIES));
      keeper.meterBy(RealGate::meters, true);
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return keeper;
  }

  private static MeterRows rows() {
    try {
      Path folder = Files.createTempDirectory("tollgate-store");
      return TestStores.embedded(folder, new SystemClock()).meters();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Meters meters() {
    String policy =
        """
        meter.seen  = a.B#c(..) key=0 count=distinct
        meter.other = a.B#c(..) key=0 count=distinct
        meter.room  = a.B#c(..) key=0 count=distinct
        """;
    try {
      return new Meters(
          PolicyReader.gates("policy", name -> policy.getBytes(StandardCharsets.UTF_8)),
          ROWS,
          new SystemClock(),
          type -> {});
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes over what was written by others. */
  public static void settle() {
    KEEPER.meters().settle();
  }

  /** Forgets what was counted. */
  public static void forgetCounts() throws StoreException {
    for (String cap : List.of("seen", "other", "room")) {
      List<String> all = new ArrayList<>(List.of(cap));
      all.addAll(ROWS.keys(cap, 0).keys());
      KEEPER.meters().purge(all.toArray(new String[0]));
    }
  }

  private static byte[] classFile(String name) throws IOException {
    try (InputStream stream = RealGate.class.getClassLoader().getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name);
      }
      return stream.readAllBytes();
    }
  }

  private static LicenseStatus status(State state, boolean open, Optional<Refusal> refusal) {
    return new LicenseStatus(
        state,
        open ? Kind.LICENSED : Kind.INVALID,
        open,
        Optional.empty(),
        Optional.empty(),
        refusal,
        Optional.empty(),
        0);
  }
}
