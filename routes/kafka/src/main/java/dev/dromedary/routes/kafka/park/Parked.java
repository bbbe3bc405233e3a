package dev.dromedary.routes.kafka.park;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A route whose consumer can be parked. It is told on the lookout's thread, and must be quick. */
public interface Parked {

    /** Its consumer group. */
    String group();

    /** The only topic that it reads; empty: those that {@link #reads} says. */
    Optional<String> topic();

    /** Whether it reads a topic of this name. */
    boolean reads(String topic);

    /** There is something to read: its consumer is to run, and is told what is known. */
    void wake(Known known);

    /** It dozes, and is to ask for records itself again. */
    void rouse();

    /** All is read, and the topics are looked at. */
    void waits();

    /** The topics cannot be looked at. It is tried again. */
    void failed(Throwable failure);

    /** What is needed to reach the brokers is not at hand, and why. It is tried again. */
    void unfit(String why);

    /**
     * What was seen while it was parked.
     *
     * @param topics that there were at first; none: there was no look yet
     * @param committed by its group
     */
    record Known(Set<String> topics, Map<TopicPartition, OffsetAndMetadata> committed) {}
}
