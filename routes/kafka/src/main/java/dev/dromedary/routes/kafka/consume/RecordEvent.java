package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.deliver.Event;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event that is a record of a topic. */
public interface RecordEvent extends Event {

    /** The record itself, of which nothing is lost. */
    ConsumerRecord<byte[], byte[]> record();
}
