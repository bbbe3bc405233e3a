package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Which objects are to be looked at. A key stands in it at most once, is never with two workers at a time, and is never
 * forgotten: offered while it is being worked on, it comes again afterwards; failed, it comes again after a growing wait.
 * The rules are those of client-go's workqueue, with one more: what changed goes before what can wait, that is, what failed and what
 * was there when this program began to look, so that many of those keep nobody waiting; and of so many taken, one is one that can
 * wait where there is any, so that they come all the same.
 */
final class KeyQueue {

    private static final int ONE_PATIENT_IN = 4;

    private final ScheduledExecutorService timer;
    private final Backoff backoff;
    private final LinkedHashSet<Key> changed = new LinkedHashSet<>();
    private final LinkedHashSet<Key> patient = new LinkedHashSet<>();
    private final Set<Key> working = new HashSet<>();
    private final Set<Key> offeredMeanwhile = new HashSet<>();
    private final Map<Key, Integer> failures = new HashMap<>();
    private int changedInARow;
    private boolean closed;

    KeyQueue(ScheduledExecutorService timer, Backoff backoff) {
        this.timer = timer;
        this.backoff = backoff;
    }

    /** Puts a key in whose object changed, unless it waits already. */
    synchronized void offer(Key key) {
        if (working.contains(key)) {
            offeredMeanwhile.add(key);
        } else if (changed.add(key)) {
            patient.remove(key);
            notifyAll();
        }
    }

    /** Puts a key in that is to be looked at, changed or not, unless it waits already. */
    synchronized void offerPatient(Key key) {
        if (working.contains(key)) {
            offeredMeanwhile.add(key);
        } else if (!changed.contains(key) && patient.add(key)) {
            notifyAll();
        }
    }

    /**
     * Waits for the next key and hands it to the caller, who must call {@link #done} or {@link #failed} for it.
     *
     * @return empty once the queue is closed
     */
    synchronized Optional<Key> take() throws InterruptedException {
        while (size() == 0 && !closed) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        Key key = next();
        working.add(key);
        return Optional.of(key);
    }

    private Key next() {
        if (changed.isEmpty() || (!patient.isEmpty() && changedInARow >= ONE_PATIENT_IN - 1)) {
            changedInARow = 0;
            return patient.removeFirst();
        }
        changedInARow = patient.isEmpty() ? 0 : changedInARow + 1;
        return changed.removeFirst();
    }

    /** The work on a key went well. */
    synchronized void done(Key key) {
        failures.remove(key);
        finish(key);
    }

    /**
     * The work on a key failed: it comes again.
     *
     * @return how long that will take
     */
    synchronized Duration failed(Key key) {
        Duration wait = backoff.after(failures.merge(key, 1, Integer::sum), ThreadLocalRandom.current());
        finish(key);
        try {
            var unused = timer.schedule(() -> retry(key), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Shutting down: whoever starts next looks at everything anyway.
        }
        return wait;
    }

    /** Whoever works on it meanwhile says how it went. */
    private synchronized void retry(Key key) {
        if (!working.contains(key)) {
            offerPatient(key);
        }
    }

    /** How many keys wait for a worker. */
    synchronized int size() {
        return changed.size() + patient.size();
    }

    /** Lets everybody go who waits in {@link #take}. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void finish(Key key) {
        working.remove(key);
        if (offeredMeanwhile.remove(key)) {
            offer(key);
        }
    }
}
