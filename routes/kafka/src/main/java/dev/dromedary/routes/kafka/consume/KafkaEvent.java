package dev.dromedary.routes.kafka.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.EventKey;
import dev.dromedary.routes.core.deliver.Figures.Outcome;
import dev.dromedary.routes.core.invoke.EventHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of a topic, told to a function as Kubeless did (contract: triggers.md 1.1), and with what it kept to itself. */
public final class KafkaEvent implements RecordEvent {

    private static final String NAMESPACE = "kafkatriggers.kubeless.io";
    private static final String TYPE = "dev.dromedary.kafka.record";
    private static final byte[] NOTHING = {};

    private final ConsumerRecord<byte[], byte[]> record;
    private final Key trigger;
    private final Ahead ahead;
    private ContentType type;

    /** A record that came for a trigger, of which nobody keeps account. */
    public KafkaEvent(ConsumerRecord<byte[], byte[]> record, Key trigger) {
        this(record, trigger, new Ahead(0, ""));
    }

    KafkaEvent(ConsumerRecord<byte[], byte[]> record, Key trigger, Ahead ahead) {
        this.record = record;
        this.trigger = trigger;
        this.ahead = ahead;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    @Override
    public String id() {
        return record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    @Override
    public Object key() {
        return record.key() == null ? null : ByteBuffer.wrap(record.key());
    }

    @Override
    public Instant time() {
        return Instant.ofEpochMilli(Math.max(0, record.timestamp()));
    }

    @Override
    public byte[] body() {
        return record.value() == null ? NOTHING : record.value();
    }

    @Override
    public CloudEvent cloudEvent() {
        return cloudEvent(EventKey.of(record.key()));
    }

    private CloudEvent cloudEvent(EventKey key) {
        return new CloudEvent(
                id(),
                CloudEvent.source(Kind.KAFKA_TRIGGER, trigger),
                TYPE,
                time().toString(),
                Optional.empty(),
                key.said());
    }

    @Override
    public Object position() {
        return record.offset();
    }

    @Override
    public void over(Outcome outcome, String why) {
        ahead.settle(record.offset());
    }

    @Override
    public void describe(HttpHeaders headers) {
        String name = contentType().name();
        EventKey key = EventKey.of(record.key());
        CloudEvent event = cloudEvent(key);
        headers.set(HttpHeaderNames.CONTENT_TYPE, name);
        new EventHeaders(event.id(), name, EventHeaders.time(event.time()), NAMESPACE).set(headers);
        event.into(headers);
        headers.set("event-topic", record.topic())
                .set("event-partition", record.partition())
                .set("event-offset", record.offset())
                .set("event-timestamp", record.timestamp());
        if (record.value() == null) {
            headers.set("event-tombstone", "true");
        }
        key.into(headers);
        RecordHeaders.copy(record.headers(), headers);
    }

    /** Parsed once: by whoever asks first. */
    @Override
    public ContentType contentType() {
        ContentType known = type;
        if (known == null) {
            known = ContentType.of(RecordHeaders.contentType(record.headers()), body());
            type = known;
        }
        return known;
    }
}
