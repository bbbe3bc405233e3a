package dev.dromedary.e2e;

import static org.awaitility.Awaitility.await;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Sends data one by one, some fifty a second, on a thread of its own. */
final class Trickle implements AutoCloseable {

    private static final int PAUSE_MILLIS = 20;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final ScheduledFuture<?> sending;

    private Trickle(List<String> data, Consumer<String> sender) {
        Iterator<String> left = data.iterator();
        sending = clock.scheduleAtFixedRate(() -> sendNext(left, sender), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends all of it; with a third sent, all copies of the router are deleted without a grace period. */
    static void pastAKill(Cluster cluster, List<String> data, Consumer<String> sender) {
        try (Trickle trickle = new Trickle(data, sender)) {
            trickle.awaitSent(data.size() / 3);
            cluster.client()
                    .pods()
                    .inNamespace("kubeless")
                    .withLabel("app.kubernetes.io/name", "router")
                    .withGracePeriod(0)
                    .delete();
            trickle.awaitSent(data.size());
        }
    }

    private void awaitSent(int number) {
        await().atMost(Cluster.SOON).until(() -> sent.get() >= number || failed());
    }

    private void sendNext(Iterator<String> left, Consumer<String> sender) {
        if (left.hasNext()) {
            sender.accept(left.next());
            sent.incrementAndGet();
        }
    }

    /** False, or what was thrown. */
    private boolean failed() throws ExecutionException, InterruptedException {
        if (sending.isDone()) {
            sending.get();
        }
        return false;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
