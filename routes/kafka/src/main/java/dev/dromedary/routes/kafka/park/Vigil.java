package dev.dromedary.routes.kafka.park;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What is known of the partitions of a parked route, and what follows from it. On the lookout's thread alone. */
final class Vigil {

    private final Pace pace;
    private final Vain vain;
    private final long since;
    private Set<String> first = Set.of();
    private boolean surveyed;
    private Set<TopicPartition> partitions = Set.of();
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private final Map<TopicPartition, OffsetAndMetadata> remembered = new HashMap<>();
    private boolean read;
    private boolean shared;
    private long sharedSince;

    /** What is to become of it. */
    enum Decision {
        /** It goes on being looked at. */
        STAY,
        /** Its consumer runs for a while, as soon as there is room: its group begins, or is to be remembered by the brokers. */
        BEGIN,
        /** Its consumer runs, now. */
        WAKE
    }

    /** Begins now. */
    Vigil(Pace pace, Vain vain, long now) {
        this.pace = pace;
        this.vain = vain;
        this.since = now;
    }

    /** There are these topics, with these partitions. */
    void surveyed(Set<String> topics, Set<TopicPartition> now) {
        if (!surveyed) {
            first = Set.copyOf(topics);
            surveyed = true;
        }
        partitions = now;
    }

    boolean isSurveyed() {
        return surveyed;
    }

    Set<TopicPartition> partitions() {
        return partitions;
    }

    /** The group has committed this. */
    void committed(Map<TopicPartition, OffsetAndMetadata> now) {
        committed = Map.copyOf(now);
        remembered.putAll(now);
        read = true;
    }

    /** Whether it has to be asked what the group has committed: it was not asked, or there is more by now. */
    boolean isOpen(Map<TopicPartition, Long> ends) {
        return !read || partitions.stream().anyMatch(partition -> gap(partition, ends) != null);
    }

    /** The partitions that are not read to their end, as far as ends are known; or beyond it, for that is another topic then. */
    Map<TopicPartition, Gap> gaps(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Gap> gaps = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Gap gap = gap(partition, ends);
            if (gap != null) {
                gaps.put(partition, gap);
            }
        }
        return gaps;
    }

    /** {@code null}: there is none, or nobody knows. */
    private Gap gap(TopicPartition partition, Map<TopicPartition, Long> ends) {
        Long end = ends.get(partition);
        OffsetAndMetadata position = committed.get(partition);
        long from = position == null ? Gap.NOTHING : position.offset();
        return end == null || end == from ? null : new Gap(from, end);
    }

    /**
     * What is to be done.
     *
     * @param gaps with what the group has committed by now
     * @param members whether the group has members: they read
     */
    Decision decide(Map<TopicPartition, Gap> gaps, boolean members, long now) {
        if (gaps.isEmpty()) {
            shared = false;
            return now - since >= pace.refresh().toNanos() ? Decision.BEGIN : Decision.STAY;
        }
        if (members) {
            return isLate(now) ? Decision.WAKE : Decision.STAY;
        }
        shared = false;
        if (vain.excuses(gaps, now)) {
            return Decision.STAY;
        }
        return gaps.values().stream().allMatch(Gap::isUnbegun) ? Decision.BEGIN : Decision.WAKE;
    }

    /** Whether those who read do not get done for long. */
    private boolean isLate(long now) {
        if (!shared) {
            shared = true;
            sharedSince = now;
        }
        return now - sharedSince >= vain.longer(pace.share()).toNanos();
    }

    /** What the group has committed by now, and what it had, where it has nothing any more. */
    Parked.Known known() {
        return new Parked.Known(first, Map.copyOf(remembered));
    }
}
