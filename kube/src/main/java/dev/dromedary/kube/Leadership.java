package dev.dromedary.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this copy leads, by a Lease. fabric8's elector takes and renews it; what is added here: it stands for election
 * again after a loss, and it goes by its own clock, so that a copy that was frozen past its lease holds
 * back its writes before anybody tells it. Kubernetes' own timings: 15 s lease, 10 s to renew, 2 s between tries.
 */
public final class Leadership implements Election, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int RELEASE_SECONDS = 5;

    private final KubernetesClient client;
    private final TimedLock lock;
    private final String name;
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("lease-", 0).factory());
    private volatile boolean leading;
    private volatile boolean closed;
    private CompletableFuture<?> election = CompletableFuture.completedFuture(null);

    /**
     * A candidate, that does not stand yet.
     *
     * @param namespace where the Lease is
     * @param name the Lease's name
     * @param identity this copy's own name, such as the pod's: no two may share it
     */
    public Leadership(KubernetesClient client, String namespace, String name, String identity) {
        this.client = client;
        this.name = name;
        this.lock = new TimedLock(new LeaseLock(namespace, name, identity));
    }

    @Override
    public void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /** By what it last heard, and by its own clock. */
    @Override
    public boolean leading() {
        return leading && lock.sinceRenewal().compareTo(RENEW) < 0;
    }

    /** Stands for election, and again after every loss, until closed. */
    public synchronized void start() {
        if (closed) {
            return;
        }
        LeaderCallbacks callbacks = new LeaderCallbacks(() -> tell(true), () -> tell(false), leader -> {});
        LeaderElectionConfig config = new LeaderElectionConfig(lock, LEASE, RENEW, RETRY, callbacks, true, name);
        election = new LeaderElector(client, config, executor).start();
        var unused = election.whenCompleteAsync(
                (result, trouble) -> start(),
                CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS, executor));
    }

    private void tell(boolean leads) {
        if (leading != leads) {
            leading = leads;
            LOG.info("Leadership changed lease={} leading={}", name, leads);
            listeners.forEach(listener -> tell(listener, leads));
        }
    }

    private static void tell(Consumer<Boolean> listener, boolean leads) {
        try {
            listener.accept(leads);
        } catch (RuntimeException e) {
            LOG.error("A change of leadership could not be carried out leading={}", leads, e);
        }
    }

    /** Gives the lease back, so that the next copy need not wait for it to run out. */
    @Override
    public void close() {
        CompletableFuture<?> running;
        synchronized (this) {
            closed = true;
            running = election;
        }
        tell(false);
        running.cancel(true);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(RELEASE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
