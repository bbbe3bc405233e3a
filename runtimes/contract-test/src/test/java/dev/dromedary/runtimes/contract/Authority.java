package dev.dromedary.runtimes.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority that nobody knows, with a server's certificate for {@code localhost}.
 *
 * @param certificate its own certificate, as PEM
 * @param server what a server needs
 */
record Authority(String certificate, SSLContext server) {

    private static final String PASSWORD = "changeit";

    static Authority make() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of(System.getProperty("scratch"))), "authority");
            Path file = folder.resolve("store.p12");
            keytool(file, "ca", "-ext", "bc:critical=ca:true");
            keytool(file, "server", "-signer", "ca", "-ext", "san=dns:localhost", "-ext", "eku=serverAuth");
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            String authority = Base64.getMimeEncoder()
                    .encodeToString(store.getCertificate("ca").getEncoded());
            store.deleteEntry("ca");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new Authority(
                    "-----BEGIN CERTIFICATE-----\n" + authority + "\n-----END CERTIFICATE-----\n", context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No other part of the JDK signs certificates. */
    private static void keytool(Path store, String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-startdate", "-1H"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool made no certificate: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
