package dev.dromedary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AtomicBoolean goOn = new AtomicBoolean(true);

    @TempDir
    private Path folder;

    private Server server;

    @AfterEach
    void stop() {
        goOn.set(false);
        server.leave();
        client.close();
    }

    @Test
    void callsThatWaitHoldUpNoOther() throws IOException {
        serve(Map.of(), data -> {
            if (data.equals("wait")) {
                TimeUnit.SECONDS.sleep(2);
            }
            return data;
        });
        Instant began = Instant.now();
        List<CompletableFuture<HttpResponse<String>>> waiting =
                IntStream.range(0, 20).mapToObj(i -> call("wait")).toList();
        List<CompletableFuture<HttpResponse<String>>> quick = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            quick.add(call("quick"));
        }
        assertThat(quick).allSatisfy(call -> assertThat(call.join().body()).isEqualTo("quick"));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(waiting).allSatisfy(call -> assertThat(call.join().body()).isEqualTo("wait"));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void callsThatComputeWithoutEndHoldUpNoOther() throws IOException {
        serve(Map.of(), this::compute);
        List<CompletableFuture<HttpResponse<String>>> endless =
                IntStream.range(0, 12).mapToObj(i -> call("endless")).toList();
        for (int i = 0; i < 20; i++) {
            assertThat(call("quick").join().body()).isEqualTo("quick");
        }
        assertThat(endless).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aCallThatTakesTooLongIsAnsweredAndInterrupted() throws IOException {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        serve(Map.of("FUNC_TIMEOUT", "0.3", "FUNC_CONCURRENCY", "1"), data -> {
            try {
                TimeUnit.SECONDS.sleep(data.equals("wait") ? 30 : 0);
            } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
            }
            return data;
        });
        HttpResponse<String> answer = call("wait").join();
        assertThat(answer.statusCode()).isEqualTo(408);
        assertThat(answer.body()).isEqualTo("Timeout while processing the function");
        assertThat(interrupted.orTimeout(5, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(5));
        assertThat(call("next").join().body()).isEqualTo("next");
        assertThat(server.own(get("/metrics")).body())
                .extracting(body -> new String(((Answer.Whole) body).bytes(), StandardCharsets.UTF_8))
                .asString()
                .contains("function_calls_total{method=\"POST\"} 2", "function_failures_total{method=\"POST\"} 1");
    }

    @Test
    void noMoreCallsRunThanMay() throws IOException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        serve(Map.of("FUNC_CONCURRENCY", "3"), data -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            TimeUnit.MILLISECONDS.sleep(20);
            now.decrementAndGet();
            return data;
        });
        List<CompletableFuture<HttpResponse<String>>> calls =
                IntStream.range(0, 30).mapToObj(i -> call("x")).toList();
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
        assertThat(most).hasValue(3);
    }

    @Test
    void longBodiesComeInOneOrManyPieces() throws IOException {
        serve(Map.of(), data -> data.length());
        byte[] body = new byte[3_000_000];
        assertThat(send(BodyPublishers.ofByteArray(body)).join().body()).isEqualTo("3000000");
        assertThat(send(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .join()
                        .body())
                .isEqualTo("3000000");
    }

    /** As on a machine so busy that the thread with the loop does not get on, wherever it is. */
    @Test
    void aLoopThatIsTakenOverAtAnyTimeServesEachConnectionInOneThread() throws IOException {
        serve(Map.of(), data -> data);
        Thread taking = Thread.ofPlatform().daemon().start(() -> {
            while (goOn.get()) {
                server.loops().forEach(loop -> loop.relieve(Long.MAX_VALUE));
                Thread.onSpinWait();
            }
        });
        assertThat(IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.supplyAsync(this::talk, Thread::startVirtualThread))
                        .toList())
                .allSatisfy(talk -> assertThat(talk.join()).isEqualTo("whole"));
        assertThat(taking.isAlive()).isTrue();
    }

    /** Calls in pieces on one connection; what was wrong, or "whole". */
    private String talk() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            // It takes a while to find out what comes behind this head, and more comes meanwhile.
            String head = "POST / HTTP/1.1\r\nHost: h\r\n%sTransfer-Encoding: chunked\r\n\r\n"
                    .formatted("x: y\r\n".repeat(8000));
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 40; i++) {
                String body = "call " + i;
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(200_000);
                for (int at = 0; at < body.length(); at++) {
                    out.write("1\r\n%c\r\n".formatted(body.charAt(at)).getBytes(StandardCharsets.US_ASCII));
                }
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                StringBuilder answer = new StringBuilder();
                while (!answer.toString().endsWith("\r\n\r\n" + body)) {
                    int next = socket.getInputStream().read();
                    if (next < 0) {
                        return "the answer to " + body + " ended: " + answer;
                    }
                    answer.append((char) next);
                }
            }
            return "whole";
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void eachCallHasALineInTheLog() throws IOException {
        serve(Map.of(), data -> data);
        call("five!").join();
        await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                .containsPattern("127.0.0.1 - - \\[.* \\+0000] \"POST / HTTP/1.1\" 200 5 \"\" \"Java.*\"\n"));
    }

    private interface Function {

        Object of(String data) throws Exception;
    }

    private Object compute(String data) {
        while (data.equals("endless") && goOn.get()) {
            Thread.onSpinWait();
        }
        return data;
    }

    private void serve(Map<String, String> env, Function function) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(env);
        all.putAll(Map.of("MOD_NAME", "module", "FUNC_HANDLER", "handler"));
        Settings given = Settings.of(all);
        Settings settings = new Settings(
                new Settings.Address("127.0.0.1", 0),
                given.function(),
                given.timeout(),
                given.concurrency(),
                given.queue(),
                given.bodyLimit(),
                given.terminationLog());
        Watchdog watchdog = new Watchdog(Supervisor.of(null, "1"));
        Board board = Board.in(folder.resolve("board"));
        server = Server.start(
                settings, (event, context) -> function.of(event.Data), board, AccessLog.start(log), watchdog);
    }

    private static Head get(String path) {
        return new Head("GET", path, 1, List.of(), List.of());
    }

    private CompletableFuture<HttpResponse<String>> call(String data) {
        return send(BodyPublishers.ofString(data));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.BodyPublisher body) {
        try {
            URI address = URI.create("http://127.0.0.1:" + server.port());
            return client.sendAsync(HttpRequest.newBuilder(address).POST(body).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
