package dev.dromedary.broker;

import dev.dromedary.kube.Binaries;
import dev.dromedary.kube.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/**
 * A real Kafka broker (KRaft) as a process on loopback, which ends with this JVM. It keeps its ports and its data when it is
 * started again. {@link Listener} says how it can be reached.
 */
public final class RealKafka implements AutoCloseable {

    /** Whom it lets in by password. */
    public static final String USER = "dromedary";

    /** The password of {@link #USER} by PLAIN: with what breaks a line of configuration that is put together carelessly. */
    public static final String PASSWORD = "s\"e;c\\r'e t";

    /** The password of {@link #USER} by SCRAM: what makes the data directory takes no such characters. */
    public static final String SCRAM_PASSWORD = "scram-secret";

    /** In the folder of this module, which whoever uses it does not have on his own class path. */
    private static final String SERVER = "dev.dromedary.broker.KafkaServer";

    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";

    private static RealKafka shared;

    private final Path folder;
    private final ServerProperties properties;
    private Process process;

    private RealKafka() {
        try {
            folder = Files.createTempDirectory("kafka");
            properties = new ServerProperties(folder, FreePort::any);
            properties.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of its own for a test, running. */
    public static RealKafka start() {
        RealKafka kafka = reserve();
        kafka.startAgain();
        return kafka;
    }

    /** One that is not started yet, and whose ports nobody answers at. */
    public static RealKafka reserve() {
        return new RealKafka();
    }

    /** The one that tests of a module share; it ends with the JVM. */
    public static synchronized RealKafka shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** Where it is reached, as {@code host:port}. */
    public String address(Listener listener) {
        return "localhost:" + properties.port(listener);
    }

    /** Where it is reached without further ado, as {@code host:port}. */
    public String address() {
        return address(Listener.PLAINTEXT);
    }

    /** The port of loopback where clients of {@link Listener#BEHIND} are sent. Nobody listens there but what a test puts there. */
    public int front() {
        return properties.front();
    }

    /** The certificate in PEM of the authority that its own is of, and clients' too. */
    public String authority() {
        return properties.authority().certificate();
    }

    /** A certificate and key in PEM for a client. */
    public Authority.Identity identity(String name) {
        return properties.authority().identity(name);
    }

    /** A client for administrators. */
    public Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", address(), "request.timeout.ms", "5000", "default.api.timeout.ms", "15000"));
    }

    /** Starts it, again or for the first time; back when it answers. */
    public void startAgain() {
        process = Binaries.run(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                arguments(),
                Map.of(),
                folder.resolve("kafka.log"));
        Awaitility.await("Kafka answers; its log: " + folder)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(this::answers);
    }

    private boolean answers() throws Exception {
        if (!process.isAlive()) {
            throw new IllegalStateException("Kafka ended; its log: " + folder);
        }
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get().isEmpty();
        }
    }

    /** Kills it as a power cut would; its data stays. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Has it end in order; its data stays. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** Stops it in its tracks: it neither answers nor closes a connection, until {@link #thaw}. */
    public void freeze() {
        Binaries.signal("STOP", process);
    }

    /** Lets it go on. */
    public void thaw() {
        Binaries.signal("CONT", process);
    }

    @Override
    public void close() {
        kill();
    }

    private List<String> arguments() {
        Path target = target();
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("kafka") + "/*",
                SERVER,
                folder.resolve("server.properties").toString(),
                CLUSTER));
        for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512")) {
            arguments.add("--add-scram");
            arguments.add(mechanism + "=[name=" + USER + ",password=" + SCRAM_PASSWORD + "]");
        }
        return arguments;
    }

    /** Where this module was built to, whether its classes come from there or from a jar. */
    private static Path target() {
        try {
            return Path.of(RealKafka.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
