package dev.dromedary.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The aggregation layer of a test's API server: how it shows to the servers behind it that it is one. */
final class Aggregation {

    private Aggregation() {}

    /** The arguments that switch it on, with a front proxy's certificate, its own authority, in the folder. */
    static List<String> arguments(Path folder) {
        Path certificate = folder.resolve("front-proxy.crt");
        Path key = folder.resolve("front-proxy.key");
        if (!Files.exists(certificate)) {
            make(certificate, key);
        }
        return List.of(
                "--requestheader-client-ca-file=" + certificate,
                "--requestheader-allowed-names=front-proxy",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--proxy-client-cert-file=" + certificate,
                "--proxy-client-key-file=" + key);
    }

    private static void make(Path certificate, Path key) {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"));
        command.addAll(List.of("-days", "2", "-subj", "/CN=front-proxy", "-addext", "extendedKeyUsage=clientAuth"));
        command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("openssl made no certificate: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
