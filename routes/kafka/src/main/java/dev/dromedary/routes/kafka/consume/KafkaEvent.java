package dev.dromedary.routes.kafka.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.EventKey;
import dev.dromedary.routes.core.invoke.EventHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of a topic, told to a function as Kubeless did (contract: triggers.md 1.1), and with what it kept to itself. */
public final class KafkaEvent implements Event {

    private static final String NAMESPACE = "kafkatriggers.kubeless.io";
    private static final String TYPE = "dev.dromedary.kafka.record";
    private static final byte[] NOTHING = {};

    private final ConsumerRecord<byte[], byte[]> record;
    private final Key trigger;
    private ContentType type;

    KafkaEvent(ConsumerRecord<byte[], byte[]> record, Key trigger) {
        this.record = record;
        this.trigger = trigger;
    }

    /** The record itself, of which nothing is lost. */
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
    public boolean isJson() {
        return type().isJson();
    }

    @Override
    public Object position() {
        return record.offset();
    }

    @Override
    public void describe(HttpHeaders headers) {
        String name = type().name();
        headers.set(HttpHeaderNames.CONTENT_TYPE, name);
        EventHeaders event = new EventHeaders(id(), name, EventHeaders.time(time()), NAMESPACE);
        event.set(headers);
        event.setCloudEvent(headers, source(), TYPE, time().toString());
        headers.set("event-topic", record.topic())
                .set("event-partition", record.partition())
                .set("event-offset", record.offset())
                .set("event-timestamp", record.timestamp());
        if (record.value() == null) {
            headers.set("event-tombstone", "true");
        }
        EventKey.describe(record.key(), headers);
        RecordHeaders.copy(record.headers(), headers);
    }

    private String source() {
        return "/apis/kubeless.io/v1beta1/namespaces/" + trigger.namespace() + "/kafkatriggers/" + trigger.name();
    }

    /** Parsed once: by whoever asks first. */
    private ContentType type() {
        ContentType known = type;
        if (known == null) {
            known = ContentType.of(RecordHeaders.contentType(record.headers()), body());
            type = known;
        }
        return known;
    }
}
