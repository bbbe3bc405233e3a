package dev.dromedary.routes.nats.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Figures;
import dev.dromedary.routes.core.invoke.EventHeaders;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/** A message of NATS, told to a function as Kubeless did (contract: triggers.md 1.1), and with what it kept to itself. */
public final class NatsEvent implements Event {

    private static final String NAMESPACE = "natstriggers.kubeless.io";
    private static final String TYPE = "dev.dromedary.nats.message";
    private static final byte[] NOTHING = {};

    private final Message message;
    private final Key trigger;
    private final Stand stand;
    private final Settler settler;
    private ContentType type;
    private volatile Response response;

    /**
     * Where it stands.
     *
     * @param stream what its stream says of it; empty: none keeps it
     */
    record Stand(String id, Instant time, Optional<NatsJetStreamMetaData> stream) {}

    /** What a function answered. */
    static final class Response {

        private final String type;
        private final byte[] body;

        /**
         * An answer.
         *
         * @param type {@code null}: it said none
         * @param body {@code null}: too long
         */
        Response(String type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        String type() {
            return type;
        }

        byte[] body() {
            return body;
        }
    }

    /** Who is told that an event is done with. */
    interface Settler {

        /** Whether somebody waits for what the function answers. */
        boolean isAwaited();

        /**
         * It is done with.
         *
         * @param response what the function answered; {@code null}: nobody waited for it, or it did not
         */
        void over(Figures.Outcome outcome, String why, Response response);
    }

    NatsEvent(Message message, Key trigger, Stand stand, Settler settler) {
        this.message = message;
        this.trigger = trigger;
        this.stand = stand;
        this.settler = settler;
    }

    /** The message itself, of which nothing is lost. */
    public Message message() {
        return message;
    }

    @Override
    public String id() {
        return stand.id();
    }

    @Override
    public Object key() {
        return null;
    }

    @Override
    public Instant time() {
        return stand.time();
    }

    @Override
    public byte[] body() {
        return message.getData() == null ? NOTHING : message.getData();
    }

    @Override
    public CloudEvent cloudEvent() {
        return new CloudEvent(
                id(),
                CloudEvent.source(Kind.NATS_TRIGGER, trigger),
                TYPE,
                time().toString(),
                MessageHeaders.value(message.getSubject()),
                Optional.empty());
    }

    @Override
    public Object position() {
        return stand.id();
    }

    @Override
    public boolean isAwaited() {
        return settler.isAwaited();
    }

    @Override
    public void answered(String contentType, byte[] body) {
        response = new Response(contentType, body);
    }

    @Override
    public void over(Figures.Outcome outcome, String why) {
        settler.over(outcome, why, response);
    }

    @Override
    public void describe(HttpHeaders headers) {
        String name = contentType().name();
        CloudEvent event = cloudEvent();
        headers.set(HttpHeaderNames.CONTENT_TYPE, name);
        new EventHeaders(event.id(), name, EventHeaders.time(event.time()), NAMESPACE).set(headers);
        event.into(headers);
        event.subject().ifPresent(subject -> headers.set("event-subject", subject));
        stand.stream().ifPresent(data -> headers.set("event-stream", data.getStream())
                .set("event-sequence", data.streamSequence())
                .set("event-deliveries", data.deliveredCount()));
        MessageHeaders.copy(message.getHeaders(), headers);
    }

    /** Parsed once: by whoever asks first. */
    @Override
    public ContentType contentType() {
        ContentType known = type;
        if (known == null) {
            known = ContentType.of(MessageHeaders.contentType(message.getHeaders()), body());
            type = known;
        }
        return known;
    }
}
