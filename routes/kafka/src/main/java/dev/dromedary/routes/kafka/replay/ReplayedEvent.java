package dev.dromedary.routes.kafka.replay;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Figures.Outcome;
import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.kafka.consume.KafkaEvent;
import dev.dromedary.routes.kafka.consume.RecordEvent;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * An event out of a dead-letter topic: as it was when it came from its own.
 *
 * @param event with the id, bytes and headers that it had
 * @param offset of the letter
 * @param over told its offset and what became of it
 */
record ReplayedEvent(KafkaEvent event, long offset, int earlierAttempts, BiConsumer<Long, Outcome> over)
        implements RecordEvent {

    private static final Pattern ID = Pattern.compile("([a-zA-Z0-9._-]{1,249})-([0-9]{1,9})-([0-9]{1,18})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** Reads a letter; empty: it is none of that trigger to that function. */
    static Optional<ReplayedEvent> of(
            ConsumerRecord<byte[], byte[]> letter, TriggerId trigger, Key function, BiConsumer<Long, Outcome> over) {
        boolean ours = text(letter, Letter.TRIGGER).equals(trigger.routeId())
                && text(letter, Letter.FUNCTION).equals(function.toString());
        Matcher id = ID.matcher(text(letter, Letter.EVENT_ID));
        if (!ours || !id.matches()) {
            return Optional.empty();
        }
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                id.group(1),
                Integer.parseInt(id.group(2)),
                Long.parseLong(id.group(3)),
                time(letter),
                TimestampType.CREATE_TIME,
                letter.serializedKeySize(),
                letter.serializedValueSize(),
                letter.key(),
                letter.value(),
                own(letter.headers()),
                Optional.empty());
        String attempts = text(letter, Letter.ATTEMPTS);
        int before = NUMBER.matcher(attempts).matches() ? Integer.parseInt(attempts) : 0;
        return Optional.of(new ReplayedEvent(new KafkaEvent(record, trigger.key()), letter.offset(), before, over));
    }

    /** Of a letter that does not say it, when it was kept. */
    private static long time(ConsumerRecord<byte[], byte[]> letter) {
        try {
            return Instant.parse(text(letter, Letter.EVENT_TIME)).toEpochMilli();
        } catch (DateTimeException e) {
            return letter.timestamp();
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Headers own(Headers all) {
        RecordHeaders own = new RecordHeaders();
        for (Header header : all) {
            if (!Letter.NAMES.contains(header.key())) {
                own.add(header);
            }
        }
        return own;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> record() {
        return event.record();
    }

    @Override
    public String id() {
        return event.id();
    }

    @Override
    public Object key() {
        return event.key();
    }

    @Override
    public Instant time() {
        return event.time();
    }

    @Override
    public byte[] body() {
        return event.body();
    }

    @Override
    public ContentType contentType() {
        return event.contentType();
    }

    @Override
    public CloudEvent cloudEvent() {
        return event.cloudEvent();
    }

    @Override
    public Object position() {
        return offset;
    }

    @Override
    public void over(Outcome outcome, String why) {
        over.accept(offset, outcome);
    }

    @Override
    public void describe(HttpHeaders headers) {
        event.describe(headers);
    }
}
