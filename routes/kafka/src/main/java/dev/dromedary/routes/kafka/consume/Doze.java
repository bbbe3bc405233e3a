package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.kafka.park.Stand;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Has a consumer that nothing comes to ask for no records, while it stays in its group: where others are parked, what listens for them
 * does so for it. On the reader's thread alone.
 */
final class Doze {

    private final Consumer<?, ?> consumer;
    private final Claims claims;
    private final Watch watch;
    private final Stand stand;
    private boolean dozing;

    Doze(Consumer<?, ?> consumer, Claims claims, Watch watch, Stand stand) {
        this.consumer = consumer;
        this.claims = claims;
        this.watch = watch;
        this.stand = stand;
    }

    /** Looks whether it is to begin, or to end. */
    void look(long now) {
        boolean idle = isIdle(now);
        if (!idle) {
            stand.rise();
        }
        boolean wanted = idle && stand.doze(positions());
        if (wanted == dozing) {
            return;
        }
        dozing = wanted;
        if (wanted) {
            consumer.pause(open());
        } else {
            consumer.resume(open());
        }
    }

    boolean isDozing() {
        return dozing;
    }

    /** Nothing has come for a while, and all that is there is settled and committed. */
    private boolean isIdle(long now) {
        return !claims.all().isEmpty()
                && claims.since().filter(since -> stand.isIdle(since, now)).isPresent()
                && claims.isQuiet()
                && !watch.isBehind();
    }

    private Map<TopicPartition, Long> positions() {
        return claims.all().stream().collect(Collectors.toMap(Claim::partition, Claim::read));
    }

    /** Those that do not wait for their lanes. */
    private Set<TopicPartition> open() {
        return claims.all().stream()
                .filter(claim -> !claim.isPaused())
                .map(Claim::partition)
                .collect(Collectors.toSet());
    }
}
