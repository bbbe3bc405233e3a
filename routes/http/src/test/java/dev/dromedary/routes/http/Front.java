package dev.dromedary.routes.http;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What stands before routers: Debian's, each with a configuration of its own under {@code fronts/}, and as a process of this test. */
enum Front {
    NGINX("nginx", "nginx.conf", ""),
    HAPROXY("haproxy", "haproxy.cfg", ""),
    HAPROXY_LENIENT("haproxy", "haproxy.cfg", "option accept-invalid-http-request"),
    APACHE("apache2", "apache.conf", ""),
    APACHE_LENIENT("apache2", "apache.conf", "HttpProtocolOptions Unsafe LenientMethods Allow0.9");

    private static final int PATIENCE_SECONDS = 10;

    private final String program;
    private final String configuration;
    private final String lenient;

    Front(String program, String configuration, String lenient) {
        this.program = program;
        this.configuration = configuration;
        this.lenient = lenient;
    }

    /**
     * One that runs.
     *
     * @param port of loopback
     */
    record Running(Process process, int port) implements AutoCloseable {

        @Override
        public void close() {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            var unused = process.destroyForcibly();
        }
    }

    /**
     * Starts it; it takes connections when this returns.
     *
     * @param to the port of loopback that it leads to
     * @param dir an empty folder of its own
     * @throws IllegalStateException if its package is not installed
     */
    Running start(int to, Path dir) throws IOException {
        int port = free();
        Path file = dir.resolve(configuration);
        Files.writeString(file, configured(port, to, dir));
        Path output = dir.resolve("output");
        Process process = new ProcessBuilder(command(file, dir))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .failFast(this + " ended, as " + output + " tells", () -> !process.isAlive())
                .until(() -> listens(port));
        return new Running(process, port);
    }

    private String configured(int port, int to, Path dir) throws IOException {
        try (InputStream in = Front.class.getResourceAsStream("/fronts/" + configuration)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{port}", String.valueOf(port))
                    .replace("{to}", String.valueOf(to))
                    .replace("{dir}", dir.toString())
                    .replace("{lenient}", lenient)
                    .replace("{modules}", "/usr/lib/apache2/modules");
        }
    }

    private List<String> command(Path file, Path dir) {
        String binary = binary();
        return switch (program) {
            case "nginx" -> List.of(binary, "-p", dir.toString(), "-c", file.toString(), "-e", dir + "/error.log");
            case "haproxy" -> List.of(binary, "-db", "-f", file.toString());
            default -> List.of(binary, "-f", file.toString(), "-DFOREGROUND");
        };
    }

    private String binary() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(program + " is not installed: run `make fronts` as root, once"))
                .toString();
    }

    private static int free() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
