package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.kinesis.stream.Access;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a stream for a trigger's route: as long as the route runs. */
public final class StreamConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);

    private final StreamSources.Subscription subscription;
    private final StreamSources sources;
    private final AtomicReference<Situation> situation = new AtomicReference<>(new Situation.Stopped());
    private Access access;
    private Session session;
    private Flow flow;

    StreamConsumer(
            Endpoint endpoint, Processor processor, StreamSources sources, StreamSources.Subscription subscription) {
        super(endpoint, processor);
        this.sources = sources;
        this.subscription = subscription;
    }

    /** How it is. */
    public Situation situation() {
        return situation.get();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Source source = subscription.source();
        StreamSources.Surroundings around = sources.surroundings();
        situation.set(new Situation.Starting());
        flow = around.deliveries()
                .open(
                        new Flow.Subject(source.trigger(), source.function(), subscription.delivery()),
                        Attempts.of(this));
        access = new Access(source.stream(), around.environment(), this::nudge);
        session = new Session(
                source,
                new Session.Means(access, around.sheets(), around.members(), around.timing(), this::said),
                flow);
        sources.started(source, this);
        session.start();
    }

    @Override
    protected void doStop() throws Exception {
        sources.stopped(subscription.source(), this);
        StreamSources.Surroundings around = sources.surroundings();
        Duration longest = around.timing()
                .drain()
                .multipliedBy(2)
                .plus(around.environment().answer());
        if (session != null && !session.close(longest)) {
            LOG.warn("A reader does not end yet stream={}", subscription.source().stream());
        }
        if (flow != null) {
            flow.close().orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> null);
        }
        if (access != null) {
            access.close();
        }
        said(new Situation.Stopped());
        super.doStop();
    }

    private void nudge() {
        Session running = session;
        if (running != null) {
            running.nudge();
        }
    }

    private void said(Situation now) {
        Situation before = situation.getAndSet(now);
        if (now instanceof Situation.Reading reading) {
            flow.behind(reading.behind());
        }
        if (!now.equals(before)) {
            sources.changed(subscription.source(), before, now);
        }
    }
}
