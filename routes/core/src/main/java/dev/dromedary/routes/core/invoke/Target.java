package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A function, as its callers see it: the pods that can take a call now, what is under way to it, and who waits for a pod. */
final class Target {

    private static final Pod[] NONE = new Pod[0];

    private final Key function;
    private final Measures.Series calls;
    private final Map<String, Set<Pod.Place>> places = new HashMap<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Pod[] ready = NONE;
    private volatile long lastMillis;

    Target(Key function, Measures.Series calls) {
        this.function = function;
        this.calls = calls;
    }

    Key function() {
        return function;
    }

    /**
     * The pod with the least under way; where equal, any of them.
     *
     * @param but which are passed over
     */
    Optional<Pod> least(Set<Pod> but) {
        Pod[] now = ready;
        Pod least = null;
        int start = now.length < 2 ? 0 : ThreadLocalRandom.current().nextInt(now.length);
        for (int i = 0; i < now.length; i++) {
            Pod pod = now[(start + i) % now.length];
            if ((least == null || pod.outstanding() < least.outstanding()) && !but.contains(pod)) {
                least = pod;
            }
        }
        return Optional.ofNullable(least);
    }

    /** What a slice says of it from now on; who waits is told. */
    void change(String slice, Set<Pod.Place> now) {
        List<Runnable> told = List.of();
        synchronized (this) {
            if (now.isEmpty()) {
                places.remove(slice);
            } else {
                places.put(slice, now);
            }
            ready = pods();
            if (ready.length > 0) {
                told = List.copyOf(waiting);
                waiting.clear();
            }
        }
        told.forEach(Runnable::run);
    }

    /** A pod that stays keeps its count. */
    private Pod[] pods() {
        Map<Pod.Place, Pod> before = new HashMap<>();
        Arrays.stream(ready).forEach(pod -> before.put(pod.place(), pod));
        Set<Pod> pods = new LinkedHashSet<>();
        places.values().forEach(slice -> slice.forEach(place -> pods.add(before.computeIfAbsent(place, Pod::new))));
        return new ArrayList<>(pods).toArray(NONE);
    }

    /**
     * Has this called, once, when there is a pod.
     *
     * @param most how many may wait
     * @return whether it waits; if not, there is a pod by now, or too many wait already
     */
    synchronized boolean await(Runnable then, int most) {
        return ready.length == 0 && waiting.size() < most && waiting.add(then);
    }

    /** It waits no more. */
    synchronized void forget(Runnable then) {
        waiting.remove(then);
    }

    void begin() {
        inFlight.incrementAndGet();
        lastMillis = System.currentTimeMillis();
    }

    /**
     * A call is over.
     *
     * @param status the HTTP status; 0: its caller was gone before
     * @param nanos what it took
     */
    void end(int status, long nanos) {
        inFlight.decrementAndGet();
        lastMillis = System.currentTimeMillis();
        calls.add(status, nanos);
    }

    synchronized Activity activity() {
        long last = lastMillis;
        return new Activity(
                inFlight.get(), waiting.size(), last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
    }
}
