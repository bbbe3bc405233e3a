package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.source.Situation;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Looks after a consumer that says nothing by itself: whether a broker is there, how far it is behind, whether it has got stuck. */
final class Watch {

    private static final String CONNECTIONS = "connection-count";
    private static final String GROUP = "consumer-metrics";

    private final Consumer<?, ?> consumer;
    private final Claims claims;
    private final Timing timing;
    private final Map<TopicPartition, Seen> seen = new HashMap<>();
    private final Metric connections;
    private long lag;
    private long alone = Long.MAX_VALUE;
    private boolean stalled;
    private boolean deaf;

    /** How far a partition was read, since when. */
    private record Seen(long read, long since) {}

    Watch(Consumer<?, ?> consumer, Claims claims, Timing timing) {
        this.consumer = consumer;
        this.claims = claims;
        this.timing = timing;
        this.connections = consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(CONNECTIONS)
                        && metric.metricName().group().equals(GROUP))
                .findFirst()
                .orElseThrow();
    }

    /** Compares how far partitions are read with how far they go. Whether it is known. */
    boolean look() {
        Map<TopicPartition, Claim> all =
                claims.all().stream().collect(Collectors.toMap(Claim::partition, claim -> claim));
        seen.keySet().retainAll(all.keySet());
        if (all.isEmpty()) {
            lag = 0;
            deaf = false;
            return true;
        }
        Map<TopicPartition, Long> ends;
        try {
            ends = Waker.steadily(() -> consumer.endOffsets(all.keySet(), timing.answer()));
        } catch (TimeoutException e) {
            deaf = true;
            return false;
        }
        deaf = false;
        lag = behind(all.values(), ends);
        return true;
    }

    private long behind(Collection<Claim> all, Map<TopicPartition, Long> ends) {
        long now = System.nanoTime();
        long behind = 0;
        for (Claim claim : all) {
            long end = ends.getOrDefault(claim.partition(), 0L);
            behind += Math.max(0, end - claim.settled());
            Seen before = seen.get(claim.partition());
            if (before == null || before.read() != claim.read() || claim.isPaused() || end <= claim.read()) {
                seen.put(claim.partition(), new Seen(claim.read(), now));
            } else if (now - before.since() > timing.stall().toNanos()) {
                stalled = true;
            }
        }
        return behind;
    }

    /** Whether all that is there is settled, as of now. */
    boolean isCaughtUp() {
        return look() && lag == 0;
    }

    /** Whether something was not settled when it was looked last. */
    boolean isBehind() {
        return lag > 0;
    }

    /** Whether records were there for long that did not come. */
    boolean isStalled() {
        return stalled;
    }

    /** How it is. Between two looks at the lag it costs nothing. */
    Situation situation() {
        long now = System.nanoTime();
        if (((Number) connections.metricValue()).doubleValue() > 0) {
            alone = Long.MAX_VALUE;
        } else if (alone == Long.MAX_VALUE) {
            alone = now;
        }
        if (alone != Long.MAX_VALUE && now - alone > timing.answer().toNanos()) {
            return new Situation.Unreachable("No broker is connected; it is tried on and on");
        }
        if (deaf) {
            return new Situation.Unreachable(
                    "The brokers that have the records do not answer; they are asked on and on");
        }
        return claims.since().isPresent() ? new Situation.Reading(claims.all().size(), lag) : new Situation.Starting();
    }
}
