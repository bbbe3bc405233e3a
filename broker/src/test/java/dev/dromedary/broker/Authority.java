package dev.dromedary.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority of a test, made by openssl, and what it signs. All in PEM, keys as PKCS#8. */
public final class Authority {

    private static final String NAME = "authority";

    private final Path folder;
    private final Identity own;

    /**
     * Who can say who he is.
     *
     * @param certificate in PEM
     * @param key in PEM
     */
    public record Identity(String certificate, String key) {}

    private Authority(Path folder) {
        this.folder = folder;
        this.own = make(NAME, List.of("-addext", "basicConstraints=critical,CA:TRUE"));
    }

    /** A new one, which nobody trusts yet. */
    public static Authority create() {
        try {
            return new Authority(Files.createTempDirectory("authority"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own certificate. */
    public String certificate() {
        return own.certificate();
    }

    /** A new certificate of it, for a host or a client of this name. */
    public Identity identity(String name) {
        return make(
                name,
                List.of(
                        "-CA",
                        folder.resolve(NAME + ".crt").toString(),
                        "-CAkey",
                        folder.resolve(NAME + ".key").toString(),
                        "-addext",
                        "subjectAltName=DNS:" + name));
    }

    private Identity make(String name, List<String> more) {
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
        command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=" + name));
        command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        command.addAll(more);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("openssl made no certificate: " + said);
            }
            return new Identity(Files.readString(certificate), Files.readString(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
