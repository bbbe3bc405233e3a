package dev.dromedary.runtimes.contract;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A running function. */
final class Server implements AutoCloseable {

    static final String HANDLER = "contract";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Map<LanguageRuntime, Server> SHARED = new ConcurrentHashMap<>();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Started program;

    Server(Started program) {
        this.program = program;
    }

    /** The function of the contract test on a runtime, shared by all tests; it ends with the JVM. */
    static Server shared(LanguageRuntime runtime) {
        return SHARED.computeIfAbsent(runtime, key -> {
            Server server = start(key, Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        });
    }

    /** The same, of one's own, with other settings. */
    static Server start(LanguageRuntime runtime, Map<String, String> env) {
        return start(runtime, Steps.contract(runtime), env);
    }

    /** A function whose steps before the server have been taken. */
    static Server start(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return new Server(Room.CURRENT.serve(runtime, pod, Steps.environment(runtime, pod, env))).ready();
    }

    /** Waits until it answers. */
    Server ready() {
        try {
            await().atMost(START)
                    .failFast("it ended", () -> !program.isRunning())
                    .ignoreExceptions()
                    .until(() -> send(request("/healthz")).statusCode() == 200);
            return this;
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            String log = log();
            close();
            throw new AssertionError("The server does not answer. It wrote:\n" + log, e);
        }
    }

    /** Calls the function: the event's type says what it does. */
    HttpResponse<String> call(String kind) {
        return call(kind, "");
    }

    HttpResponse<String> call(String kind, String body) {
        HttpRequest.Builder request = request("/").header("event-type", kind);
        return send(body.isEmpty() ? request.GET() : request.POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://" + program.address() + target))
                .timeout(Duration.ofSeconds(30))
                .header("User-Agent", "contract-test");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return CLIENT.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are, and gives all that comes until the server closes. */
    String raw(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket connect() throws IOException {
        URI uri = URI.create("http://" + program.address());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    Started program() {
        return program;
    }

    String log() {
        return program.log();
    }

    /** A metric's value for a method; 0 if it is not there. */
    double metric(String name, String method) {
        String text = send(request("/metrics")).body();
        Matcher line = Pattern.compile("^" + name + "\\{method=\"" + method + "\"\\} (\\S+)$", Pattern.MULTILINE)
                .matcher(text);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    @Override
    public void close() {
        program.close();
    }
}
