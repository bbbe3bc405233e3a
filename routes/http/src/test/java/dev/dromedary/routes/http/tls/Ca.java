package dev.dromedary.routes.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes certificates that sign themselves, by openssl, as a TLS Secret has them. */
public final class Ca {

    private final Path folder;

    /** Makes them in this folder. */
    public Ca(Path folder) {
        this.folder = folder;
    }

    /**
     * The entries of a Secret.
     *
     * @param names the certificate's hosts, such as {@code DNS:a.example,DNS:*.b.example}
     */
    public Map<String, byte[]> secret(String names) throws IOException, InterruptedException {
        Path key = folder.resolve("tls.key");
        Path certificate = folder.resolve("tls.crt");
        run("openssl ecparam -genkey -noout -name prime256v1 -out " + key);
        run("openssl req -x509 -key " + key + " -out " + certificate + " -subj /CN=test -addext subjectAltName=" + names
                + " -days 30");
        return Map.of("tls.crt", Files.readAllBytes(certificate), "tls.key", Files.readAllBytes(key));
    }

    static void run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
