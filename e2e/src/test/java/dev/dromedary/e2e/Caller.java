package dev.dromedary.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Calls an address all the time, each time over a new connection, and keeps what was no answer. */
final class Caller implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong calls = new AtomicLong();
    private final Thread thread;
    private volatile boolean goOn = true;

    /** Calls until closed, from the first right answer on: a Service leads to pods a moment after they are ready. */
    Caller(String url, String answer) {
        await(url + " answers").atMost(Cluster.SOON).until(() -> failure(url, answer)
                .isEmpty());
        thread = Thread.ofVirtual().start(() -> {
            while (goOn) {
                failure(url, answer).ifPresent(failure -> failures.add(Instant.now() + " " + failure));
                calls.incrementAndGet();
            }
        });
    }

    /** Calls once; empty: the answer was right. */
    private static Optional<String> failure(String url, String answer) {
        try {
            HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
            call.setRequestProperty("Connection", "close");
            call.setConnectTimeout(PATIENCE_MILLIS);
            call.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream in = call.getInputStream()) {
                String body = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
                return Optional.of(body).filter(said -> !said.equals(answer));
            }
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    long calls() {
        return calls.get();
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        goOn = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
