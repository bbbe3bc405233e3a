package dev.dromedary.broker;

import dev.dromedary.kube.Binaries;
import dev.dromedary.kube.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A real server of NATS with JetStream as a process on loopback, which ends with this JVM. It keeps its port and its data when it is
 * started again, as whatever {@link Door} it has then.
 */
public final class RealNats implements AutoCloseable {

    private static RealNats shared;

    private final Path folder;
    private final Authority authority = Authority.create();
    private final int port = FreePort.any();
    private Door door = Door.open();
    private Process process;

    /**
     * Whom it lets in.
     *
     * @param configuration in its own language
     * @param secured whether by TLS alone
     * @param host that its certificate names
     */
    public record Door(String configuration, boolean secured, String host) {

        /** Anybody. */
        public static Door open() {
            return new Door("", false, "localhost");
        }

        /** Who knows a password. */
        public static Door login(String user, String password) {
            return with("authorization: {user: \"" + user + "\", password: \"" + password + "\"}");
        }

        /** Who knows a token. */
        public static Door token(String token) {
            return with("authorization: {token: \"" + token + "\"}");
        }

        /** Who has the seed that goes with a public key. */
        public static Door key(String publicKey) {
            return with("authorization: {users: [{nkey: " + publicKey + "}]}");
        }

        /** As this says. */
        public static Door with(String configuration) {
            return new Door(configuration, false, "localhost");
        }

        /** The same, by TLS. */
        public Door byTls() {
            return new Door(configuration, true, host);
        }

        /** The same, with the certificate of another host. */
        public Door named(String other) {
            return new Door(configuration, secured, other);
        }
    }

    private RealNats() {
        try {
            folder = Files.createTempDirectory("nats");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of its own for a test, running. */
    public static RealNats start(Door door) {
        RealNats nats = reserve();
        nats.startAgain(door);
        return nats;
    }

    /** One that is not started yet, and whose port nobody answers at. */
    public static RealNats reserve() {
        return new RealNats();
    }

    /** The one that tests of a module share, open to anybody; it ends with the JVM. */
    public static synchronized RealNats shared() {
        if (shared == null) {
            shared = start(Door.open());
        }
        return shared;
    }

    /** Where it is reached, as {@code nats://host:port}. */
    public String url() {
        return "nats://localhost:" + port;
    }

    public int port() {
        return port;
    }

    /** The certificate in PEM of the authority that its own is of. */
    public String authority() {
        return authority.certificate();
    }

    /** Starts it, as it was; back when it answers. */
    public void startAgain() {
        startAgain(door);
    }

    /** Starts it, and has it let those in; back when it answers. */
    public void startAgain(Door now) {
        door = now;
        try {
            Files.writeString(folder.resolve("nats.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = Binaries.run(
                "nats-server", List.of("--config", folder.resolve("nats.conf").toString()), folder.resolve("nats.log"));
        Awaitility.await("NATS answers; its log: " + folder)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(this::answers);
    }

    private String configuration() throws IOException {
        String text = "listen: \"127.0.0.1:" + port + "\"\nserver_name: one\njetstream: {store_dir: \""
                + folder.resolve("data") + "\", sync_interval: always}\n" + door.configuration() + "\n";
        if (!door.secured()) {
            return text;
        }
        Authority.Identity own = authority.identity(door.host());
        Path certificate = Files.writeString(folder.resolve("tls.crt"), own.certificate());
        Path key = Files.writeString(folder.resolve("tls.key"), own.key());
        return text + "tls: {cert_file: \"" + certificate + "\", key_file: \"" + key + "\"}\n";
    }

    /** It says at once who it is; and JetStream has its data back by then. */
    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("NATS ended; its log: " + folder);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'I';
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it as a power cut would; its data stays. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
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
}
