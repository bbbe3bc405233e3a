package dev.dromedary.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;

/** A lock that remembers when it was last held for certain: the moment before the write that succeeded. */
final class TimedLock implements Lock {

    private final Lock lock;
    private volatile long renewedNanos = System.nanoTime() - Duration.ofDays(1).toNanos();

    TimedLock(Lock lock) {
        this.lock = lock;
    }

    /** How long ago, by the monotonic clock. */
    Duration sinceRenewal() {
        return Duration.ofNanos(System.nanoTime() - renewedNanos);
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
        long before = System.nanoTime();
        lock.create(client, record);
        renewedNanos = before;
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
        long before = System.nanoTime();
        lock.update(client, record);
        renewedNanos = before;
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
