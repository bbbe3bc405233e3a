package dev.dromedary.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Prometheus, as a process of this test, in the network of the node: from there pods can be reached. It looks at them
 * every second.
 */
final class Prometheus implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int PATIENCE_SECONDS = 30;
    private static final int PORT = 9090;
    private static final String PROGRAM = "/usr/bin/prometheus";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final Process process;
    private final Path output;

    /**
     * Starts it.
     *
     * @param node the address to listen on
     * @param scrapeConfigs what it scrapes, as YAML
     * @param folder an empty one of its own
     */
    Prometheus(String node, String scrapeConfigs, Path folder) throws IOException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            throw new IllegalStateException(
                    "Prometheus is not installed: run `cluster/packages prometheus` as root, once");
        }
        url = "http://" + node + ":" + PORT;
        output = folder.resolve("output");
        Path configuration = folder.resolve("prometheus.yml");
        Files.writeString(configuration, "global: {scrape_interval: 1s, scrape_timeout: 1s}\n" + scrapeConfigs);
        process = new ProcessBuilder(
                        "../cluster/enter",
                        PROGRAM,
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + node + ":" + PORT)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Waits until it answers. */
    void awaitReady() {
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(this::isReady);
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus ended: " + said());
        }
        return get("/-/ready").contains("Ready");
    }

    /** What an expression is now, that is at most one number; 0 where there is nothing of it. */
    double value(String expression) {
        JsonNode result = json("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result");
        if (result.size() > 1) {
            throw new AssertionError(expression + " is more than one number: " + result);
        }
        return result.at("/0/value/1").asDouble();
    }

    /** Waits until it has looked at all pods after now. */
    void awaitLook() {
        double now = Instant.now().toEpochMilli() / 1000.0;
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> value("min(timestamp(up))") > now);
    }

    private JsonNode json(String path) {
        try {
            return MAPPER.readTree(get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and what brought it into the node. */
    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        all.forEach(one -> one.onExit()
                .completeOnTimeout(one, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
        all.forEach(ProcessHandle::destroyForcibly);
        http.close();
    }
}
