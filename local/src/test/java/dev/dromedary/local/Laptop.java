package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A folder, and Dromedary over it, with the checkout's runtimes and the user's cache of libraries. */
final class Laptop implements AutoCloseable {

    /** A server's libraries may have to be installed first. */
    static final Duration SOON = Duration.ofMinutes(2);

    private final Path folder;
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final Local local;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Laptop(Path folder) throws Exception {
        this.folder = folder;
        this.local = new Local(
                Options.of(List.of("--port", "0", "--runtimes", System.getProperty("runtimes"), folder.toString())),
                printed::add);
        local.start();
    }

    void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A function whose source is given, and its HTTPTrigger under {@code /<name>}. */
    void function(String name, String runtime, String source, String deps) {
        write(
                name + ".yaml",
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s}
                spec:
                  handler: it.run
                  runtime: %s
                  timeout: "10"
                  deps: %s
                  function: |
                    %s
                ---
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: %s}
                spec: {function-name: %s, host-name: it.example.com, path: %s}
                """
                        .formatted(name, runtime, deps, source.indent(4).strip(), name, name, name));
    }

    /** Status and body of the answer to a call by HTTPTrigger. */
    String get(String name) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + local.port() + "/" + name))
                            .header("Host", "it.example.com")
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        } catch (IOException e) {
            return "failed: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    void awaitAnswer(String name, String answer) {
        await().atMost(SOON).untilAsserted(() -> assertThat(get(name))
                .as(() -> String.join("\n", printed))
                .isEqualTo(answer));
    }

    /** Calls of a function that have no answer yet. */
    int underWay(String name) {
        return local.inFlight(new Key("default", name));
    }

    List<String> printed() {
        return printed;
    }

    void awaitPrinted(String part) {
        await().atMost(SOON).untilAsserted(() -> assertThat(printed).anyMatch(line -> line.contains(part)));
    }

    @Override
    public void close() {
        local.close();
    }
}
