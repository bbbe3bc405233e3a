package dev.dromedary.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A key and the certificate that is its own authority, as PEM. The JDK's own {@code keytool} makes it: no other part of the JDK
 * signs certificates, and a library for one a year would be larger than this program.
 */
record ServingCertificate(String certificate, String key) {

    private static final String ALIAS = "serving";
    private static final String PASSWORD = "KEYTOOL_PASSWORD";
    private static final long LONGEST_SECONDS = 60;

    /** Makes one for a DNS name, from now on for so many days. */
    static ServingCertificate make(String host, int days) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("certificate");
            Path file = folder.resolve("store.p12");
            String password = UUID.randomUUID().toString();
            keytool(host, days, file, password);
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            return new ServingCertificate(
                    pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
                    pem(
                            "PRIVATE KEY",
                            store.getKey(ALIAS, password.toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool's certificate cannot be read", e);
        } finally {
            remove(folder);
        }
    }

    private static void keytool(String host, int days, Path file, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(host, days, file));
        builder.environment().put(PASSWORD, password);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.to(file.resolveSibling("said").toFile()))
                .start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool made no certificate: " + Files.readString(file.resolveSibling("said")));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool made a certificate", e);
        }
    }

    /** The certificate begins an hour ago, so that a clock that is a little behind takes it too. */
    private static List<String> command(String host, int days, Path store) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-alias", ALIAS));
        command.addAll(List.of("-startdate", "-1H", "-validity", String.valueOf(days)));
        command.addAll(List.of("-dname", "CN=" + host.split("\\.", 2)[0], "-ext", "san=dns:" + host));
        command.addAll(List.of("-ext", "eku=serverAuth", "-storetype", "PKCS12", "-storepass:env", PASSWORD));
        command.addAll(List.of("-keystore", store.toString()));
        return command;
    }

    /** Whether it holds for no longer than that. */
    boolean endsWithin(Duration rest, Instant now) {
        return parsed().getNotAfter().toInstant().isBefore(now.plus(rest));
    }

    private X509Certificate parsed() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new java.io.ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate cannot be read", e);
        }
    }

    private static String pem(String what, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
