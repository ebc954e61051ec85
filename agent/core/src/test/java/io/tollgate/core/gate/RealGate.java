package io.tollgate.core.gate;

import io.tollgate.core.answer.Answers;
import io.tollgate.core.answer.WovenEntries;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.TokenFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
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

  /** A status with a license that names these features. */
  static LicenseStatus licensed(List<String> features) {
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
            new Entitlements(Optional.empty(), features, Map.of()));
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
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return keeper;
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
