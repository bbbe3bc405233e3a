package dev.dromedary.routes.http;

import dev.dromedary.routes.http.rules.Limits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** How much of a trigger's limits is used, in this copy of the router. It outlives changes of the limits. */
final class Admission {

    /** Of more clients than that, whoever was not seen for longest is forgotten first: all at once, when there is no room. */
    private static final int MOST_CLIENTS = 10_000;

    private static final String ALL = "";
    private static final int UNAVAILABLE = 503;

    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Why a request is not let in. */
    record Refused(int status, String message, long retrySeconds) {}

    /**
     * Lets a request in, unless it is too much; whoever is let in must {@link #leave}.
     *
     * @param client the address it came from
     * @param nanos now, by the monotonic clock
     * @param room whether the router has room for so many of this trigger's
     */
    Optional<Refused> enter(Limits limits, String client, long nanos, IntPredicate room) {
        int now = underWay.incrementAndGet();
        Optional<Refused> refused =
                tooMany(limits, now, room).or(() -> limits.rate().flatMap(rate -> spend(rate, client, nanos)));
        if (refused.isPresent()) {
            underWay.decrementAndGet();
        }
        return refused;
    }

    private static Optional<Refused> tooMany(Limits limits, int now, IntPredicate room) {
        if (now > limits.concurrency()) {
            return Optional.of(new Refused(
                    UNAVAILABLE, "More than " + limits.concurrency() + " requests at a time are not taken here", 1));
        }
        if (!room.test(now)) {
            return Optional.of(
                    new Refused(UNAVAILABLE, "This router has no room for more requests to this trigger now", 1));
        }
        return Optional.empty();
    }

    /** One that was let in has been answered. */
    void leave() {
        underWay.decrementAndGet();
    }

    private Optional<Refused> spend(Limits.Rate rate, String client, long nanos) {
        if (buckets.size() > MOST_CLIENTS) {
            buckets.values().removeIf(bucket -> bucket.isFull(rate, nanos));
            if (buckets.size() > MOST_CLIENTS) {
                buckets.clear();
            }
        }
        Bucket bucket = buckets.computeIfAbsent(
                rate.perClient() ? OneClient.of(client) : ALL, any -> new Bucket(rate.burst(), nanos));
        double wait = bucket.take(rate, nanos);
        return wait == 0
                ? Optional.empty()
                : Optional.of(new Refused(
                        429,
                        "More than " + rate.requests() + " requests in "
                                + rate.period().toMillis() + " ms are not taken here",
                        (long) Math.ceil(wait)));
    }

    /** A token bucket. */
    private static final class Bucket {

        private static final double NANOS = 1e9;

        private double tokens;
        private long at;

        Bucket(int tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }

        /** Seconds until there is a token; 0: there was one, and it is taken. */
        synchronized double take(Limits.Rate rate, long now) {
            fill(rate, now);
            if (tokens >= 1) {
                tokens--;
                return 0;
            }
            return (1 - tokens) / perSecond(rate);
        }

        synchronized boolean isFull(Limits.Rate rate, long now) {
            fill(rate, now);
            return tokens >= rate.burst();
        }

        private void fill(Limits.Rate rate, long now) {
            tokens = Math.min(rate.burst(), tokens + Math.max(0, now - at) / NANOS * perSecond(rate));
            at = Math.max(at, now);
        }

        private static double perSecond(Limits.Rate rate) {
            return rate.requests() / (rate.period().toMillis() / 1000.0);
        }
    }
}
