package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.kafka.cluster.Access;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads topics for a trigger's route: as long as the route runs. */
public final class TopicConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(TopicConsumer.class);

    private final TopicSources.Subscription subscription;
    private final TopicSources sources;
    private final AtomicReference<Situation> situation = new AtomicReference<>(new Situation.Stopped());
    private Reader reader;
    private Flow flow;

    TopicConsumer(
            Endpoint endpoint, Processor processor, TopicSources sources, TopicSources.Subscription subscription) {
        super(endpoint, processor);
        this.sources = sources;
        this.subscription = subscription;
    }

    /** How it is. */
    public Situation situation() {
        return situation.get();
    }

    /** What becomes of its events; {@code null} until it was started. */
    public Flow flow() {
        return flow;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Source source = subscription.source();
        situation.set(new Situation.Starting());
        flow = sources.surroundings()
                .deliveries()
                .open(new Flow.Subject(source.route(), source.function(), subscription.delivery()), Attempts.of(this));
        TopicSources.Surroundings around = sources.surroundings();
        Timing timing = around.timing();
        Claims.Making making =
                new Claims.Making(source, flow::lane, new Beginning(source.start(), timing.answer()), timing);
        Reader.Ways ways = new Reader.Ways(
                changed -> new Access(subscription.cluster(), around.environment(), changed),
                parked -> around.parking().stand(parked, subscription.cluster()),
                around.member());
        reader = new Reader(ways, making, this::said);
        sources.started(source, this);
        reader.start();
    }

    @Override
    protected void doStop() throws Exception {
        sources.stopped(subscription.source(), this);
        Timing timing = sources.surroundings().timing();
        Duration longest = timing.drain().plus(timing.answer().multipliedBy(4));
        if (reader != null && !reader.close(longest)) {
            LOG.warn("A reader does not end yet group={}", subscription.source().group());
        }
        if (flow != null) {
            flow.close().orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> null);
        }
        super.doStop();
    }

    private void said(Situation now) {
        Situation before = situation.getAndSet(now);
        if (now instanceof Situation.Reading reading) {
            flow.lag(reading.lag());
        }
        if (now instanceof Situation.Waiting) {
            flow.lag(0);
        }
        if (!now.equals(before)) {
            sources.changed(subscription.source(), before, now);
        }
    }
}
