package dev.dromedary.routes.kinesis;

import dev.dromedary.kube.Binaries;
import dev.dromedary.kube.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** An emulator of Kinesis as a process on loopback, which ends with this JVM. What it keeps is in memory. */
public final class RealKinesis implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Emulator emulator;
    private final int port = FreePort.any();
    private Process process;

    /** Who emulates it. Both, for each has mistakes of its own. */
    public enum Emulator {
        /** From npm: shards as AWS has them; {@code AT_TIMESTAMP} is not answered where nothing is newer. */
        KINESALITE,
        /** From PyPI: goes on writing to shards that are closed. */
        MOTO
    }

    private RealKinesis(Emulator emulator) {
        this.emulator = emulator;
    }

    /** One of its own for a test, running. */
    public static RealKinesis start(Emulator emulator) {
        RealKinesis kinesis = new RealKinesis(emulator);
        kinesis.run();
        return kinesis;
    }

    public Emulator emulator() {
        return emulator;
    }

    /** Where it is reached. */
    public URI address() {
        return URI.create("http://" + LOOPBACK + ":" + port);
    }

    /** A client that writes. */
    public KinesisClient client() {
        return KinesisClient.builder()
                .endpointOverride(address())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    private void run() {
        Path folder = prepared();
        try {
            Path log = Files.createTempFile(emulator.name().toLowerCase(java.util.Locale.ROOT), ".log");
            process = switch (emulator) {
                case KINESALITE -> Binaries.run(Path.of("/usr/bin/env"), kinesalite(folder), Map.of(), log);
                case MOTO ->
                    Binaries.run(
                            Path.of("/usr/bin/env"),
                            List.of("python3", "-m", "moto.server", "-H", LOOPBACK, "-p", String.valueOf(port)),
                            Map.of("PYTHONPATH", folder.resolve("python").toString()),
                            log);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (KinesisClient client = client()) {
            Awaitility.await("an emulator answers")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> client.listStreams().hasStreamNames());
        }
    }

    private List<String> kinesalite(Path folder) {
        return List.of(
                "node",
                folder.resolve("node_modules/kinesalite/cli.js").toString(),
                "--port",
                String.valueOf(port),
                "--shardLimit",
                "1000",
                "--createStreamMs",
                "20",
                "--deleteStreamMs",
                "20",
                "--updateStreamMs",
                "20");
    }

    /** Where both are; fetched the first time. */
    private static Path prepared() {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        Path folder = cache.resolve("dromedary").resolve("kinesis");
        try {
            Path log = Files.createTempFile("emulators", ".log");
            Process prepare = new ProcessBuilder(
                            Path.of("emulators", "prepare").toAbsolutePath().toString(), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (prepare.waitFor() != 0) {
                throw new IllegalStateException("The emulators of Kinesis cannot be had; the log: " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return folder;
    }

    /** Kills it; what it kept is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
