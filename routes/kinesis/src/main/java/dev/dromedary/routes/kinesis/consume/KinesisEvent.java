package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.EventKey;
import dev.dromedary.routes.core.invoke.EventHeaders;
import dev.dromedary.routes.kinesis.lease.Position;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** A record of a shard, or one of the events in it, told to a function as Kubeless did (contract: triggers.md 1.1), and with where it stands. */
final class KinesisEvent implements Event {

    private static final String NAMESPACE = "kinesistriggers.kubeless.io";
    private static final String TYPE = "dev.dromedary.kinesis.record";

    private final Of of;
    private final Record record;
    private final Spot spot;
    private final int sub;
    private final String key;
    private final byte[] body;
    private ContentType type;

    /** Whose records they are, and of which shard. */
    record Of(Key trigger, String stream, String shard) {}

    private KinesisEvent(Of of, Record record, Place place, String key, byte[] body) {
        this.of = of;
        this.record = record;
        this.sub = place.sub();
        this.spot = new Spot(
                new Position.After(record.sequenceNumber(), place.last() ? Position.WHOLE : sub),
                time().toEpochMilli());
        this.key = key;
        this.body = body;
    }

    /** Where in a record it stands, and whether that is done with once it is. */
    private record Place(int sub, boolean last) {}

    /**
     * The events of a record, in their order.
     *
     * @param from where reading goes on: what of this record is done with is left out
     */
    static List<KinesisEvent> of(Of of, Record record, Position from) {
        byte[] data = record.data().asByteArrayUnsafe();
        Optional<List<Aggregate.Part>> parts = Aggregate.parts(data);
        if (parts.isEmpty()) {
            return List.of(new KinesisEvent(of, record, new Place(Position.WHOLE, true), record.partitionKey(), data));
        }
        int done = from instanceof Position.After after && after.sequence().equals(record.sequenceNumber())
                ? after.sub()
                : Position.WHOLE;
        int count = parts.get().size();
        List<KinesisEvent> events = new ArrayList<>();
        for (int i = done + 1; i < count; i++) {
            Aggregate.Part part = parts.get().get(i);
            events.add(new KinesisEvent(of, record, new Place(i, i == count - 1), part.key(), part.data()));
        }
        return events;
    }

    /** Where it stands. */
    Spot spot() {
        return spot;
    }

    @Override
    public String id() {
        return of.shard() + "-" + record.sequenceNumber() + (sub == Position.WHOLE ? "" : "-" + sub);
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    public Instant time() {
        Instant arrival = record.approximateArrivalTimestamp();
        return arrival == null ? Instant.EPOCH : arrival;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public CloudEvent cloudEvent() {
        return cloudEvent(EventKey.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    private CloudEvent cloudEvent(EventKey told) {
        return new CloudEvent(
                id(),
                CloudEvent.source(Kind.KINESIS_TRIGGER, of.trigger()),
                TYPE,
                time().toString(),
                Optional.empty(),
                told.said());
    }

    @Override
    public Object position() {
        return spot;
    }

    @Override
    public void describe(HttpHeaders headers) {
        String name = contentType().name();
        EventKey told = EventKey.of(key.getBytes(StandardCharsets.UTF_8));
        CloudEvent event = cloudEvent(told);
        headers.set(HttpHeaderNames.CONTENT_TYPE, name);
        new EventHeaders(event.id(), name, EventHeaders.time(event.time()), NAMESPACE).set(headers);
        event.into(headers);
        headers.set("event-stream", of.stream())
                .set("event-shard", of.shard())
                .set("event-sequence", record.sequenceNumber());
        if (sub != Position.WHOLE) {
            headers.set("event-sub-sequence", sub);
        }
        told.into(headers);
    }

    /** Parsed once: by whoever asks first. */
    @Override
    public ContentType contentType() {
        ContentType known = type;
        if (known == null) {
            known = ContentType.of(body);
            type = known;
        }
        return known;
    }
}
