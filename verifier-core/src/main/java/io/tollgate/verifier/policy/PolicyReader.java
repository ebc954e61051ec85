package io.tollgate.verifier.policy;

import io.tollgate.verifier.key.Algorithm;
import io.tollgate.verifier.key.KeyReader;
import io.tollgate.verifier.key.KeyUse;
import io.tollgate.verifier.key.TrustedKey;
import io.tollgate.verifier.key.TrustedKeys;
import io.tollgate.verifier.license.EntitlementPaths;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.LifecycleRules;
import io.tollgate.verifier.license.OnProblem;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.license.Window;
import io.tollgate.verifier.text.ClaimPath;
import io.tollgate.verifier.text.Parts;
import io.tollgate.verifier.text.Utf8;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Reads a policy: a properties file in UTF-8 in which every key is known and stands there once. */
public final class PolicyReader {
  private static final String METER = "meter.";

  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

  private final String name;
  private final Properties lines;

  private PolicyReader(String name, Properties lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * Reads the policy of that name and the key files that it names.
   *
   * @throws RefusedException with the one line that is wrong
   */
  public static Policy read(String name, PolicyFiles files) throws RefusedException {
    PolicyReader reader = new PolicyReader(name, load(name, files));
    Policy policy = reader.policy(files);
    reader.refuseWhatIsLeft();
    reader.refuseWhatNoKeyServes(policy);
    return policy;
  }

  /**
   * The key files that a policy names, as they stand there: what has to be sealed along with it.
   *
   * @throws RefusedException if the policy cannot be read or names none
   */
  public static List<String> keyFiles(String name, PolicyFiles files) throws RefusedException {
    PolicyReader reader = new PolicyReader(name, load(name, files));
    return reader.list("keys.file", reader.required("keys.file"));
  }

  /**
   * Which methods have gates, without a look at the keys.
   *
   * @throws RefusedException if the policy cannot be read or names no sound ones
   */
  public static GateRules gates(String name, PolicyFiles files) throws RefusedException {
    return new PolicyReader(name, load(name, files)).gates();
  }

  private Policy policy(PolicyFiles files) throws RefusedException {
    return new Policy(
        required("product.name"),
        required("product.contact"),
        keys(list("keys.file", required("keys.file")), files),
        take("keys.env"),
        tokens(),
        new EntitlementPaths(path("claims.tier"), paths("claims.features"), paths("claims.caps")),
        take("denylist.file"),
        remote(),
        new LifecycleRules(
            window("lifecycle.warn", "P6M"),
            window("lifecycle.grace", "P90D"),
            onProblem("start.on-expired", false),
            onProblem("start.on-missing", true),
            onProblem("start.on-invalid", false)),
        window("reverify", "P1D"),
        gates(),
        metricsPrefix());
  }

  private Remote remote() throws RefusedException {
    Remote remote =
        new Remote(
            url("keys.url"),
            window("keys.refresh", "P1D"),
            window("keys.cooldown", "PT1M"),
            url("denylist.url"),
            window("offline.grace", "P14D"),
            window("offline.hard-stop", "P30D"));
    if (remote.offlineHardStop().after(0) < remote.offlineGrace().after(0)) {
      throw new RefusedException(
          ErrorCode.POLICY_VALUE, name + " has an offline.hard-stop before its offline.grace.");
    }
    return remote;
  }

  /** Over HTTPS, or HTTP where nobody can listen in: a fetched key is believed. */
  private Optional<String> url(String key) throws RefusedException {
    Optional<String> text = take(key);
    if (text.isPresent() && !isFetchable(text.get())) {
      throw wrongValue(
          key, text.get(), "an https address, or an http one on this machine's own 127.0.0.1");
    }
    return text;
  }

  private static boolean isFetchable(String text) {
    try {
      URI url = new URI(text);
      boolean named = url.getHost() != null && url.getUserInfo() == null;
      boolean whole = named && url.getFragment() == null;
      return whole
          && ("https".equalsIgnoreCase(url.getScheme())
              || ("http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(url.getHost())));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private String metricsPrefix() throws RefusedException {
    String prefix = take("metrics.prefix").orElse("tollgate_license");
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        throw wrongValue("metrics.prefix", prefix, "a name of letters, digits and underscores");
      }
    }
    return prefix;
  }

  private TokenRules tokens() throws RefusedException {
    return new TokenRules(
        formats(),
        take("token.issuer"),
        take("token.audience"),
        version(),
        path("claims.installation"),
        take("token.file").orElse("/var/run/secrets/tollgate/token"),
        take("token.env"));
  }

  private Optional<TokenRules.Version> version() throws RefusedException {
    Optional<ClaimPath> claim = path("token.version-claim");
    Optional<String> accepted = take("token.versions");
    if (claim.isPresent() != accepted.isPresent()) {
      throw new RefusedException(
          ErrorCode.POLICY_INCOMPLETE,
          name + " has only one of token.version-claim and token.versions.");
    }
    return claim.isPresent()
        ? Optional.of(new TokenRules.Version(claim.get(), list("token.versions", accepted.get())))
        : Optional.empty();
  }

  private Optional<ClaimPath> path(String key) throws RefusedException {
    Optional<String> text = take(key);
    return text.isPresent() ? Optional.of(claimPath(key, text.get())) : Optional.empty();
  }

  private List<ClaimPath> paths(String key) throws RefusedException {
    Optional<String> text = take(key);
    List<ClaimPath> paths = new ArrayList<>();
    if (text.isPresent()) {
      for (String path : list(key, text.get())) {
        paths.add(claimPath(key, path));
      }
    }
    return List.copyOf(paths);
  }

  private ClaimPath claimPath(String key, String text) throws RefusedException {
    Optional<ClaimPath> path = ClaimPath.parse(text);
    if (path.isEmpty()) {
      throw wrongValue(key, text, "a path into the claims such as acme.tier or /acme.com~1tier");
    }
    return path.get();
  }

  private static Properties load(String name, PolicyFiles files) throws RefusedException {
    Optional<String> text = Utf8.decode(bytes(name, files));
    if (text.isEmpty()) {
      throw new RefusedException(ErrorCode.POLICY_UNREADABLE, name + " is not UTF-8.");
    }
    OnceOnly lines = new OnceOnly();
    try {
      lines.load(new StringReader(text.get()));
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedException(ErrorCode.POLICY_VALUE, name + " has a malformed \\u escape.");
    }
    if (lines.twice.isPresent()) {
      throw new RefusedException(
          ErrorCode.POLICY_VALUE, name + " has the key " + lines.twice.get() + " twice.");
    }
    return lines;
  }

  private TrustedKeys keys(List<String> keyFiles, PolicyFiles files) throws RefusedException {
    List<TrustedKey> keys = new ArrayList<>();
    for (String keyFile : keyFiles) {
      for (TrustedKey key : KeyReader.read(keyFile, bytes(keyFile, files))) {
        for (TrustedKey other : keys) {
          if (key.kid().isPresent() && key.kid().equals(other.kid())) {
            throw new RefusedException(
                ErrorCode.KEY_REFUSED, name + " names two keys with the kid " + key.id() + ".");
          }
          if (key.use() != other.use() && key.key().thumbprint().equals(other.key().thumbprint())) {
            throw new RefusedException(
                ErrorCode.KEY_REFUSED,
                name + " has one key as sig and as root: " + key.id() + " and " + other.id() + ".");
          }
        }
        keys.add(key);
      }
    }
    return new TrustedKeys(keys);
  }

  /**
   * A form that no key can sign, or a variable that replaces nothing, is a slip of the vendor's.
   */
  private void refuseWhatNoKeyServes(Policy policy) throws RefusedException {
    TrustedKeys signers = policy.keys().of(KeyUse.SIGNATURE);
    boolean hasEd25519 = signers.has(Algorithm.EDDSA);
    if (policy.keysEnv().isPresent() && !hasEd25519) {
      throw new RefusedException(
          ErrorCode.POLICY_VALUE,
          name + " has keys.env, and no Ed25519 key for licenses that the variable could replace.");
    }
    if (policy.remote().keysUrl().isPresent()) {
      // What will be published is not known here.
      return;
    }
    Set<TokenFormat> formats = policy.tokens().formats();
    if (formats.contains(TokenFormat.JWT) && signers.isEmpty()) {
      throw unserved(TokenFormat.JWT, "a key for licenses");
    }
    if (formats.contains(TokenFormat.LICENCE_V1) && !hasEd25519) {
      throw unserved(TokenFormat.LICENCE_V1, "an Ed25519 key for licenses");
    }
  }

  private RefusedException unserved(TokenFormat format, String needed) {
    return new RefusedException(
        ErrorCode.POLICY_VALUE,
        name
            + " has "
            + format.text()
            + " in token.formats, and not "
            + needed
            + ", which it needs.");
  }

  private Set<TokenFormat> formats() throws RefusedException {
    String text = take("token.formats").orElse(TokenFormat.JWT.text());
    Set<TokenFormat> formats = EnumSet.noneOf(TokenFormat.class);
    for (String element : list("token.formats", text)) {
      Optional<TokenFormat> format = TokenFormat.named(element);
      if (format.isEmpty()) {
        throw wrongValue("token.formats", text, "a list of jwt, bundle, licence-v1");
      }
      formats.add(format.get());
    }
    return Collections.unmodifiableSet(formats);
  }

  private GateRules gates() throws RefusedException {
    return new GateRules(
        gateAnnotations(),
        gateMethods(),
        meters(),
        isSecond("gate.mode", "enforce", "observe"),
        isSecond("gate.store-down", "deny", "allow"));
  }

  private List<MethodPattern> gateMethods() throws RefusedException {
    Optional<String> text = take("gate.methods");
    List<MethodPattern> patterns = new ArrayList<>();
    for (String part : text.isPresent() ? Parts.of(text.get(), ';') : List.<String>of()) {
      Optional<MethodPattern> pattern = MethodPattern.parse(part.strip());
      if (pattern.isEmpty()) {
        throw wrongValue(
            "gate.methods",
            text.orElse(""),
            "a list, with semicolons, of patterns such as com.acme..*Service#save*(..)@feature");
      }
      patterns.add(pattern.get());
    }
    return patterns;
  }

  private List<MeterRule> meters() throws RefusedException {
    Set<String> keys = new TreeSet<>();
    for (String key : lines.stringPropertyNames()) {
      if (key.startsWith(METER)) {
        keys.add(key);
      }
    }
    List<MeterRule> meters = new ArrayList<>();
    for (String key : keys) {
      String text = required(key);
      String cap = key.substring(METER.length());
      Optional<MeterRule> meter =
          isCap(cap) ? MeterRule.parse(cap, text) : Optional.<MeterRule>empty();
      if (meter.isEmpty()) {
        throw wrongValue(
            key,
            text,
            "a meter such as com.acme.Services#convert(..) key=0.id count=distinct, or one with"
                + " key=0 window=P7D over=300");
      }
      meters.add(meter.get());
    }
    return meters;
  }

  /** Letters, digits, and what stands between them: gates name a cap in brackets. */
  private static boolean isCap(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-' && c != '.') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Of two words, the first if the key is absent. */
  private boolean isSecond(String key, String first, String second) throws RefusedException {
    String text = take(key).orElse(first);
    if (!text.equals(first) && !text.equals(second)) {
      throw wrongValue(key, text, first + " or " + second);
    }
    return text.equals(second);
  }

  /** A name that is no name would be found nowhere, and gate nothing. */
  private List<String> gateAnnotations() throws RefusedException {
    String text = take("gate.annotations").orElse("io.tollgate.api.Licensed");
    List<String> names = list("gate.annotations", text);
    for (String name : names) {
      if (!isBinaryName(name)) {
        throw wrongValue("gate.annotations", text, "a list of binary names such as com.acme.Paid");
      }
    }
    return names;
  }

  /** Of ASCII letters, digits, underscores and dollars, with dots between the parts (JLS §13.1). */
  private static boolean isBinaryName(String name) {
    boolean begins = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '$';
      boolean digit = c >= '0' && c <= '9';
      if (c == '.' ? begins : !letter && (begins || !digit)) {
        return false;
      }
      begins = c == '.';
    }
    return !begins;
  }

  private Window window(String key, String ifAbsent) throws RefusedException {
    String text = take(key).orElse(ifAbsent);
    Optional<Window> window = Window.parse(text);
    if (window.isEmpty()) {
      throw wrongValue(key, text, "an ISO-8601 length such as P6M, P90D or PT12H");
    }
    return window.get();
  }

  private OnProblem onProblem(String key, boolean mayEvaluate) throws RefusedException {
    String text = take(key).orElse(OnProblem.HALT.text());
    for (OnProblem choice : OnProblem.values()) {
      if (choice.text().equals(text) && (mayEvaluate || choice != OnProblem.EVALUATE)) {
        return choice;
      }
    }
    throw wrongValue(key, text, mayEvaluate ? "halt, gate or evaluate" : "halt or gate");
  }

  private String required(String key) throws RefusedException {
    Optional<String> value = take(key);
    if (value.isEmpty()) {
      throw new RefusedException(ErrorCode.POLICY_INCOMPLETE, name + " has no " + key + ".");
    }
    return value.get();
  }

  /** Takes a line out, so that what is left in the end is what nobody asked for. */
  private Optional<String> take(String key) throws RefusedException {
    Object value = lines.remove(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = ((String) value).strip();
    if (text.isEmpty()) {
      throw wrongValue(key, "", "a value");
    }
    return Optional.of(text);
  }

  private void refuseWhatIsLeft() throws RefusedException {
    for (String key : lines.stringPropertyNames()) {
      throw new RefusedException(ErrorCode.POLICY_UNKNOWN_KEY, name + " has " + key + ".");
    }
  }

  private RefusedException wrongValue(String key, String value, String wanted) {
    return new RefusedException(
        ErrorCode.POLICY_VALUE,
        name + " has " + key + "=" + value + ", which is not " + wanted + ".");
  }

  private static byte[] bytes(String name, PolicyFiles files) throws RefusedException {
    try {
      return files.read(name);
    } catch (IOException e) {
      throw new RefusedException(ErrorCode.POLICY_UNREADABLE, e.getMessage() + ".");
    }
  }

  /**
   * Elements with commas between them; an empty one is a mistake, and no element would be a hole.
   */
  private List<String> list(String key, String text) throws RefusedException {
    List<String> elements = new ArrayList<>();
    for (String part : Parts.of(text, ',')) {
      String element = part.strip();
      if (element.isEmpty()) {
        throw wrongValue(key, text, "a list with something before and after each comma");
      }
      elements.add(element);
    }
    return elements;
  }

  /**
   * {@link Properties} that notices a key which stands there twice, where the JDK lets the last one
   * win.
   */
  private static final class OnceOnly extends Properties {
    private static final long serialVersionUID = 1L;

    private transient Optional<String> twice = Optional.empty();

    @Override
    public synchronized Object put(Object key, Object value) {
      Object before = super.put(key, value);
      if (before != null) {
        twice = Optional.of((String) key);
      }
      return before;
    }
  }
}
