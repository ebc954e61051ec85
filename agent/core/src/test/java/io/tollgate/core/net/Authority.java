package io.tollgate.core.net;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A company's own certificate authority, which no JDK knows. */
final class Authority {
  private static final AlgorithmIdentifier ES256 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicInteger serial = new AtomicInteger();
  private final X500Name name;
  private final KeyPair keys = newKeys();
  private final byte[] certificate;

  Authority(String name) {
    this.name = new X500Name("CN=" + name);
    Instant now = Instant.now();
    this.certificate = certificate(this.name, keys, now.minus(DAY), now.plus(DAY), isAuthority());
  }

  String pem() {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }

  /** A server with a certificate for a DNS name. */
  SSLContext server(String host) {
    return server(host, Instant.now().plus(DAY));
  }

  SSLContext server(String host, Instant end) {
    KeyPair serverKeys = newKeys();
    GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
    Extensions extensions =
        new Extensions(extension(Extension.subjectAlternativeName, false, names));
    byte[] leaf =
        certificate(
            new X500Name("CN=" + host),
            serverKeys,
            Instant.now().minus(DAY.multipliedBy(2)),
            end,
            extensions);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = {parsed(leaf), parsed(certificate)};
      store.setKeyEntry("server", serverKeys.getPrivate(), PASSWORD, chain);
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] certificate(
      X500Name subject, KeyPair subjectKeys, Instant begin, Instant end, Extensions extensions) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial.incrementAndGet())));
    generator.setSignature(ES256);
    generator.setIssuer(name);
    generator.setSubject(subject);
    generator.setStartDate(new Time(Date.from(begin)));
    generator.setEndDate(new Time(Date.from(end)));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
    generator.setExtensions(extensions);
    TBSCertificate unsigned = generator.generateTBSCertificate();
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(unsigned.getEncoded(ASN1Encoding.DER));
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(unsigned);
      parts.add(ES256);
      parts.add(new DERBitString(signature.sign()));
      return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Extensions isAuthority() {
    return new Extensions(extension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  private static Extension extension(
      org.bouncycastle.asn1.ASN1ObjectIdentifier id,
      boolean critical,
      org.bouncycastle.asn1.ASN1Object value) {
    try {
      return new Extension(id, critical, value.getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Certificate parsed(byte[] der) throws GeneralSecurityException {
    return java.security.cert.CertificateFactory.getInstance("X.509")
        .generateCertificate(new java.io.ByteArrayInputStream(der));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
