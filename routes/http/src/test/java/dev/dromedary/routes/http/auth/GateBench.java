package dev.dromedary.routes.http.auth;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Pace;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Gates over Secrets in memory, for triggers of the namespace {@code shop}. */
final class GateBench implements AutoCloseable {

    private static final int THREADS = 2;
    static final String NAMESPACE = "shop";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final MemorySecrets secrets = new MemorySecrets();
    final Workers workers = Workers.of(THREADS);
    final Gates gates;

    GateBench() {
        gates = new Gates(secrets, Egress.outside(List.of()), workers);
    }

    GateBench(Download download, Pace pace) {
        gates = new Gates(secrets, Egress.outside(List.of()), workers, download, pace);
    }

    /** Puts a Secret of one entry in. */
    void secret(String name, String entry, String value) {
        secret(name, Map.of(entry, value));
    }

    void secret(String name, Map<String, String> entries) {
        Map<String, byte[]> data = new HashMap<>();
        entries.forEach((entry, value) -> data.put(entry, value.getBytes(StandardCharsets.UTF_8)));
        secrets.put(key(name), data);
    }

    static Key key(String name) {
        return new Key(NAMESPACE, name);
    }

    Gate open(AuthPlan plan) {
        return gates.open(plan, NAMESPACE, () -> {});
    }

    /** Names and values, in turn. */
    static HttpHeaders headers(String... pairs) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    static HttpHeaders basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return headers("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    static ByteBuf body(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    static Verdict verdict(Gate gate, HttpHeaders headers) {
        return verdict(gate, headers, "", NOW);
    }

    /** The verdict, waited for where it comes later. */
    static Verdict verdict(Gate gate, HttpHeaders headers, String body, Instant now) {
        return verdict(gate.check(headers, body(body), now));
    }

    static Verdict verdict(Outcome outcome) {
        return outcome.stage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** The name of who is let in, or the status of the refusal. */
    static String said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed allowed -> allowed.caller();
            case Verdict.Refused refused -> Integer.toString(refused.status());
        };
    }

    static String said(Gate gate, HttpHeaders headers) {
        return said(verdict(gate, headers));
    }

    static String said(Gate gate, HttpHeaders headers, String body, Instant now) {
        return said(verdict(gate, headers, body, now));
    }

    /** The threads for signatures are busy until this is counted down: what they are asked for comes later for sure. */
    CountDownLatch busy() {
        CountDownLatch free = new CountDownLatch(1);
        IntStream.range(0, THREADS).forEach(i -> workers.signatures().execute(() -> await(free)));
        return free;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        gates.close();
    }
}
