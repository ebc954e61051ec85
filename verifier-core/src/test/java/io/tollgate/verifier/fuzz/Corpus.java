package io.tollgate.verifier.fuzz;

import io.tollgate.verifier.Verifier;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.RefusedException;
import io.tollgate.verifier.license.Verdict;
import io.tollgate.verifier.policy.Policy;
import io.tollgate.verifier.policy.PolicyFiles;
import io.tollgate.verifier.policy.PolicyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that fuzz tests begin with, and the policy that they are judged by. */
final class Corpus {
  private Corpus() {}

  /** A policy that accepts every form and reads entitlements, with a key of every algorithm. */
  static Policy policy() {
    return policy(
        """
        product.name=P
        product.contact=C
        keys.file=keys
        token.formats=jwt,bundle,licence-v1
        claims.tier=acme.tier
        claims.features=acme.features
        claims.caps=acme.caps
        """);
  }

  private static Policy policy(String text) {
    try {
      return PolicyReader.read("policy", files(text.getBytes(StandardCharsets.UTF_8)));
    } catch (RefusedException e) {
      throw new AssertionError(e.refusal().message(), e);
    }
  }

  static Verifier verifier() {
    return new Verifier(policy());
  }

  /** A policy of these bytes, beside the trusted keys. */
  static PolicyFiles files(byte[] policy) {
    return name -> {
      if (name.equals("policy")) {
        return policy;
      }
      if (name.equals("keys")) {
        return trustedKeys();
      }
      throw new IOException(name + " does not exist");
    };
  }

  /** Public keys of three algorithms; of two of them nobody has the private key any more. */
  static byte[] trustedKeys() {
    return read(resource("trusted.jwks.json"));
  }

  /** The inputs of a fuzz test by the names of their files. */
  static Map<String, byte[]> of(Class<?> fuzzTest) {
    Map<String, byte[]> inputs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(resource(fuzzTest.getSimpleName() + "Inputs"))) {
      files.filter(Files::isRegularFile).forEach(f -> inputs.put(f.toFile().getName(), read(f)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inputs;
  }

  /** The licenses of a test's inputs whose names begin with {@code granted}. */
  static Set<License> licenses(Class<?> fuzzTest, Verifier verifier) {
    Set<License> licenses = new HashSet<>();
    of(fuzzTest)
        .forEach(
            (name, token) -> {
              if (name.startsWith("granted")) {
                licenses.add(((Verdict.Granted) verifier.verify(token, name)).license());
              }
            });
    return licenses;
  }

  private static Path resource(String name) {
    try {
      return Path.of(Corpus.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
