package dev.dromedary.runtimes.contract;

import com.github.dockerjava.api.DockerClient;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A running function, in a pod's container. */
final class Server implements AutoCloseable {

    static final String HANDLER = "contract";
    static final Map<String, String> ENV = Map.of(
            "MOD_NAME", "function",
            "FUNC_HANDLER", HANDLER,
            "FUNC_TIMEOUT", "3",
            "FUNC_MEMORY_LIMIT", "128Mi",
            "FUNC_PORT", "8080",
            "KUBELESS_INSTALL_VOLUME", Pod.VOLUME);

    private static final int DEFAULT_PORT = 8080;
    private static final Map<LanguageRuntime, Server> SHARED = new ConcurrentHashMap<>();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final GenericContainer<?> container;
    private final int port;

    private Server(GenericContainer<?> container, int port) {
        this.container = container;
        this.port = port;
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
        return start(runtime, pod(runtime), env);
    }

    /** A function in a pod. */
    static Server start(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        GenericContainer<?> container = container(runtime, pod, env);
        String set = container.getEnvMap().get("FUNC_PORT");
        int port = set.isEmpty() ? DEFAULT_PORT : Integer.parseInt(set);
        container
                .withExposedPorts(port)
                .waitingFor(Wait.forHttp("/healthz")
                        .forStatusCode(200)
                        .forPort(port)
                        .withStartupTimeout(Duration.ofSeconds(30)))
                .start();
        return new Server(container, port);
    }

    static Pod pod(LanguageRuntime runtime) {
        return Pod.create().with("function" + runtime.suffix(), runtime.source("contract/function"));
    }

    /** The container that would serve a pod's function, not started yet. */
    static GenericContainer<?> container(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        Map<String, String> all = new HashMap<>(ENV);
        all.put("FUNC_RUNTIME", runtime.name());
        all.putAll(runtime.serving().env());
        all.putAll(env);
        return pod.container(runtime.serving().image()).withEnv(all);
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
        return HttpRequest.newBuilder(URI.create("http://" + address() + target))
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
        Socket socket = new Socket(container.getHost(), container.getMappedPort(port));
        socket.setSoTimeout(10_000);
        return socket;
    }

    String address() {
        return container.getHost() + ":" + container.getMappedPort(port);
    }

    String log() {
        return container.getLogs();
    }

    /** A metric's value for a method; 0 if it is not there. */
    double metric(String name, String method) {
        String text = send(request("/metrics")).body();
        Matcher line = Pattern.compile("^" + name + "\\{method=\"" + method + "\"\\} (\\S+)$", Pattern.MULTILINE)
                .matcher(text);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    /** Whether one of the processes wants the processor just now. */
    boolean computes() {
        return Stream.of(docker().topContainerCmd(container.getContainerId())
                        .withPsArgs("-eo pid,stat")
                        .exec()
                        .getProcesses())
                .anyMatch(process -> process[1].startsWith("R"));
    }

    void terminate() {
        docker().killContainerCmd(container.getContainerId())
                .withSignal("SIGTERM")
                .exec();
    }

    boolean isRunning() {
        return container.isRunning();
    }

    long exitStatus() {
        return docker().inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getExitCodeLong();
    }

    @Override
    public void close() {
        container.stop();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }
}
