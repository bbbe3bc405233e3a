package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.deliver.Attempts;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.nats.server.Connections;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a subject for a trigger's route: as long as the route runs. */
public final class SubjectConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(SubjectConsumer.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SubjectSources.Subscription subscription;
    private final SubjectSources sources;
    private final AtomicReference<Situation> situation = new AtomicReference<>(new Situation.Stopped());
    private volatile Connections.Held connection;
    private Reader reader;
    private Flow flow;
    private Lane lane;
    private Holding holding;

    SubjectConsumer(
            Endpoint endpoint, Processor processor, SubjectSources sources, SubjectSources.Subscription subscription) {
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
        SubjectSources.Surroundings surroundings = sources.surroundings();
        situation.set(new Situation.Starting());
        flow = surroundings
                .deliveries()
                .open(new Flow.Subject(source.route(), source.function(), subscription.delivery()), Attempts.of(this));
        holding = new Holding(source.trigger().key(), this::connection);
        reader = new Reader(source, this::session, surroundings.timing().patience(), this::said);
        lane = flow.lane(new Watcher(reader, source.isKept()));
        sources.started(source, this);
        connection = surroundings.connections().hold(subscription.servers(), reader);
        reader.start(connection);
    }

    private Optional<Connection> connection() {
        Connections.Held held = connection;
        return held == null ? Optional.empty() : held.connection();
    }

    private Session session() {
        Source source = subscription.source();
        Timing timing = sources.surroundings().timing();
        return switch (source.from()) {
            case Source.Queue queue ->
                new QueueSession(source, queue, new QueueSession.Making(flow, lane, timing, this::said));
            case Source.Stream stream ->
                new StreamSession(
                        source,
                        stream,
                        new StreamSession.Making(
                                flow,
                                lane,
                                holding,
                                timing,
                                sources.surroundings().leads(),
                                this::said));
        };
    }

    @Override
    protected void doStop() throws Exception {
        sources.stopped(subscription.source(), this);
        Duration longest = sources.surroundings().timing().drain();
        if (reader != null && !reader.close(longest.multipliedBy(2))) {
            LOG.warn("A reader does not end yet route={}", subscription.source().route());
        }
        if (flow != null) {
            flow.close()
                    .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            giveUp();
        }
        if (connection != null) {
            lastWords();
            connection.close();
        }
        super.doStop();
    }

    /** What is not settled is the stream's again; where none keeps it, it is gone, and counted so. */
    private void giveUp() {
        if (lane.outstanding() > 0 && !subscription.source().isKept()) {
            LOG.warn(
                    "Messages are given up that no stream keeps route={} messages={}",
                    subscription.source().route(),
                    lane.outstanding());
        }
        lane.abandon();
        holding.release();
    }

    /** Acknowledgements and replies go out before the connection may. */
    private void lastWords() {
        connection()
                .filter(open -> open.getStatus() == Connection.Status.CONNECTED)
                .ifPresent(open -> {
                    try {
                        open.flush(LAST_WORDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (TimeoutException | IllegalStateException e) {
                        LOG.debug("The server does not answer at the end", e);
                    }
                });
    }

    private void said(Situation now) {
        Situation before = situation.getAndSet(now);
        if (!now.equals(before)) {
            sources.changed(subscription.source(), now);
        }
    }

    /** Of the only lane that the source has. */
    private record Watcher(Reader reader, boolean takesBack) implements Lane.Watcher {

        @Override
        public void room() {
            reader.nudge();
        }

        @Override
        public void progress() {}

        /** NATS hears of each message by itself. */
        @Override
        public boolean settlesInOrder() {
            return false;
        }

        @Override
        public CompletableFuture<Void> closing() {
            return reader.end();
        }
    }
}
