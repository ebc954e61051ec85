package io.tollgate.core.net;

import io.tollgate.core.system.FileContent;
import io.tollgate.core.system.FileSystem;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchProviderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom a server's certificate must come from: the JDK's trust store ({@code
 * javax.net.ssl.trustStore} where the operator has set it), or the operator's file of certificates.
 * Nothing that the host has made its default counts: neither its SSL context, nor its choice of a
 * trust manager, nor a provider that it put before the JDK's.
 */
final class TrustedServers {
  private static final String SETTING = "ca.file";
  private static final String UNREADABLE = "has a CERTIFICATE that cannot be read";
  private static final int MOST_BYTES = 1 << 20;
  private static final String BEGIN = "-----BEGIN ";
  private static final String CERTIFICATE_BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String CERTIFICATE_END = "-----END CERTIFICATE-----";

  private final Optional<String> file;
  private final List<byte[]> extra;

  /**
   * Reads the file's frame only. Parsing a certificate makes the JDK create its logger for security
   * events, and before {@code main} that can lock in the host's {@code LogManager}.
   *
   * @param file the setting {@code ca.file}: PEM certificates that are trusted besides the JDK's
   * @throws RefusedException if it cannot be read or holds anything but certificates
   */
  TrustedServers(Optional<String> file, FileSystem files) throws RefusedException {
    this.file = file;
    this.extra = file.isPresent() ? read(file.get(), files) : List.of();
  }

  /**
   * A context for one fetch.
   *
   * @throws RefusedException if a certificate of the file has only the frame of one
   */
  SSLContext context() throws GeneralSecurityException, IOException, RefusedException {
    X509TrustManager jdk = managerOf(Optional.empty());
    SSLContext context = tls();
    context.init(
        new KeyManager[0],
        new TrustManager[] {extra.isEmpty() ? jdk : managerOf(Optional.of(together(jdk)))},
        null);
    return context;
  }

  private KeyStore together(X509TrustManager jdk)
      throws GeneralSecurityException, IOException, RefusedException {
    KeyStore together = KeyStore.getInstance("PKCS12");
    together.load(null, null);
    int count = 0;
    for (X509Certificate authority : jdk.getAcceptedIssuers()) {
      together.setCertificateEntry("jdk-" + count++, authority);
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (byte[] der : extra) {
      together.setCertificateEntry("extra-" + count++, certificate(factory, der));
    }
    return together;
  }

  private Certificate certificate(CertificateFactory factory, byte[] der) throws RefusedException {
    try {
      return factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw refused(file.orElse(""), UNREADABLE);
    }
  }

  private static X509TrustManager managerOf(Optional<KeyStore> authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory = pkix();
    // Without a key store the JDK finds its own, by its properties and then in its directory.
    factory.init(authorities.orElse(null));
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }

  private static SSLContext tls() throws GeneralSecurityException {
    try {
      return SSLContext.getInstance("TLS", "SunJSSE");
    } catch (NoSuchProviderException e) {
      // A FIPS set-up has another provider in its place.
      return SSLContext.getInstance("TLS");
    }
  }

  private static TrustManagerFactory pkix() throws GeneralSecurityException {
    try {
      return TrustManagerFactory.getInstance("PKIX", "SunJSSE");
    } catch (NoSuchProviderException e) {
      return TrustManagerFactory.getInstance("PKIX");
    }
  }

  private static List<byte[]> read(String path, FileSystem files) throws RefusedException {
    FileContent content = files.read(path, MOST_BYTES);
    if (content instanceof FileContent.Bytes bytes) {
      return certificates(path, new String(bytes.bytes(), StandardCharsets.ISO_8859_1));
    }
    if (content instanceof FileContent.Unreadable unreadable) {
      throw refused(path, unreadable.why());
    }
    if (content instanceof FileContent.TooLarge) {
      throw refused(path, "is larger than 1 MiB");
    }
    throw refused(path, "does not exist");
  }

  /** Every block of the file; text between them is a comment. */
  private static List<byte[]> certificates(String path, String text) throws RefusedException {
    List<byte[]> certificates = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int body = at + CERTIFICATE_BEGIN.length();
      int end = text.indexOf(CERTIFICATE_END, body);
      if (!text.startsWith(CERTIFICATE_BEGIN, at) || end < 0) {
        throw refused(path, "has a PEM block that is no complete CERTIFICATE");
      }
      certificates.add(der(path, text.substring(body, end)));
      at = text.indexOf(BEGIN, end);
    }
    if (certificates.isEmpty()) {
      throw refused(path, "has no certificate in PEM");
    }
    return certificates;
  }

  private static byte[] der(String path, String base64) throws RefusedException {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      if (isOneSequence(der)) {
        return der;
      }
    } catch (IllegalArgumentException e) {
      // No base64, so no certificate either.
    }
    throw refused(path, UNREADABLE);
  }

  /** Whether the bytes are one DER sequence, whole and nothing after it, of 128 bytes to 64 KiB. */
  private static boolean isOneSequence(byte[] der) {
    if (der.length < 4 || der[0] != 0x30) {
      return false;
    }
    if (der[1] == (byte) 0x81) {
      return der.length == 3 + (der[2] & 0xff);
    }
    return der[1] == (byte) 0x82 && der.length == 4 + ((der[2] & 0xff) << 8) + (der[3] & 0xff);
  }

  private static RefusedException refused(String path, String why) {
    return new RefusedException(
        ErrorCode.SETTING_VALUE, SETTING + " is " + path + ", which " + why + ".");
  }
}
