package dev.dromedary.routes.core.secrets;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys and certificates as Kubernetes' TLS Secrets have them (RFC 7468). Of keys, all three forms are read: the JDK knows
 * PKCS #8 alone, cert-manager writes PKCS #1 by default, and openssl SEC 1.
 */
public final class Pem {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (RSA |EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA |EC )?PRIVATE KEY-----");
    private static final byte[] VERSION = {2, 1, 0};
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final int SHORT = 0x80;

    private Pem() {}

    /**
     * The certificates in it, the server's own first.
     *
     * @throws GeneralSecurityException if there is none, or one that cannot be read
     */
    public static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        List<X509Certificate> chain =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                        .map(Pem::x509)
                        .toList();
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("holds no certificate");
        }
        return chain;
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate;
    }

    /**
     * The private key in it.
     *
     * @throws GeneralSecurityException if there is none, or one that cannot be read; says nothing of what is in it
     */
    public static PrivateKey key(byte[] pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw new GeneralSecurityException("holds no private key without a password");
        }
        byte[] der = Base64.getMimeDecoder().decode(found.group(2));
        byte[] pkcs8 =
                switch (found.group(1) == null ? "" : found.group(1)) {
                    case "RSA " -> wrapped(RSA, der);
                    case "EC " -> wrapped(curve(der), der);
                    default -> der;
                };
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // Another algorithm's, perhaps.
            }
        }
        throw new GeneralSecurityException("holds a private key that is none of RSA, EC and Ed25519");
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, joined(VERSION, algorithm, tagged(OCTETS, key)));
    }

    /** The algorithm of an EC key, whose curve the key itself names. */
    private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
        for (int at = 2; at < sec1.length - 2; at++) {
            int length = sec1[at + 1] & 0xff;
            boolean named = (sec1[at] & 0xff) == PARAMETERS && length < SHORT && at + 2 + length <= sec1.length;
            if (named && sec1[at + 2] == 6 && (sec1[at + 3] & 0xff) == length - 2) {
                byte[] curve = java.util.Arrays.copyOfRange(sec1, at + 2, at + 2 + length);
                return tagged(SEQUENCE, joined(EC, curve));
            }
        }
        throw new GeneralSecurityException("holds an EC key that names no curve");
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < SHORT) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
