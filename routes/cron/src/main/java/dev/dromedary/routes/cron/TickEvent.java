package dev.dromedary.routes.cron;

import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Figures.Outcome;
import dev.dromedary.routes.core.invoke.EventHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A tick on its way to the function: GET, or POST with the payload (contract: triggers.md 1.1). */
final class TickEvent implements Event {

    private static final String NAMESPACE = "cronjobtrigger.kubeless.io";
    private static final String JSON = "application/json";
    /** As {@code date --rfc-3339=seconds --utc} wrote it for Kubeless. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx", Locale.ROOT);

    private final Tick tick;
    private final byte[] body;
    private final Over over;
    private final InstantSource clock;
    private volatile Instant started;
    private volatile int attempts;

    /** Told when it is done with. Quick. */
    interface Over {
        void over(TickEvent event, Outcome outcome, String why);
    }

    TickEvent(Tick tick, InstantSource clock, Over over) {
        this.tick = tick;
        this.body = tick.plan().payload().getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        this.over = over;
    }

    Tick tick() {
        return tick;
    }

    /** When the function was first called; {@code null}: never yet. */
    Instant started() {
        return started;
    }

    /** How often it was. */
    int attempts() {
        return attempts;
    }

    @Override
    public String id() {
        return tick.plan().uid() + "/" + tick.time();
    }

    @Override
    public Object key() {
        return null;
    }

    @Override
    public Instant time() {
        return tick.time();
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public ContentType contentType() {
        return new ContentType(JSON, body.length > 0);
    }

    @Override
    public CloudEvent cloudEvent() {
        return new CloudEvent(
                id(),
                CloudEvent.source(Kind.CRON_JOB_TRIGGER, tick.plan().id().key()),
                "dev.dromedary.cron.tick",
                tick.time().toString());
    }

    @Override
    public HttpMethod method() {
        return body.length > 0 ? HttpMethod.POST : HttpMethod.GET;
    }

    @Override
    public Object position() {
        return tick.time();
    }

    /** On the lane's thread alone. */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void called() {
        attempts++;
        if (started == null) {
            started = clock.instant();
        }
    }

    @Override
    public void describe(HttpHeaders headers) {
        headers.set("Content-Type", JSON);
        new EventHeaders(id(), JSON, TIME.format(tick.time().atOffset(ZoneOffset.UTC)), NAMESPACE).set(headers);
        cloudEvent().into(headers);
    }

    @Override
    public void over(Outcome outcome, String why) {
        over.over(this, outcome, why);
    }
}
