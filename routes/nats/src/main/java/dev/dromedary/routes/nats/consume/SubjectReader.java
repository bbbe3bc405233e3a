package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.core.source.SourceReader;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a subject by a connection that it may share with others, over one lane. */
final class SubjectReader implements SourceReader {

    private static final Logger LOG = LoggerFactory.getLogger(SubjectReader.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SubjectReaders by;
    private final Source source;
    private final Servers servers;
    private final Flow flow;
    private final Consumer<Situation> said;
    private final Holding holding;
    private final Reader reader;
    private final Lane lane;
    private volatile Connections.Held connection;

    SubjectReader(SubjectReaders by, Source source, Servers servers, Flow flow, Consumer<Situation> said) {
        this.by = by;
        this.source = source;
        this.servers = servers;
        this.flow = flow;
        this.said = said;
        this.holding = new Holding(source.trigger().key(), this::connection);
        this.reader = new Reader(source, this::session, by.timing().patience(), said);
        this.lane = flow.lane(new Watcher(reader, source.isKept()));
    }

    @Override
    public void start() {
        connection = by.connections().hold(servers, reader);
        reader.start(connection);
    }

    private Optional<Connection> connection() {
        Connections.Held held = connection;
        return held == null ? Optional.empty() : held.connection();
    }

    private Session session() {
        Timing timing = by.timing();
        return switch (source.from()) {
            case Source.Queue queue ->
                new QueueSession(source, queue, new QueueSession.Making(flow, lane, timing, said));
            case Source.Stream stream ->
                new StreamSession(
                        source, stream, new StreamSession.Making(flow, lane, holding, timing, by.leads(), said));
        };
    }

    @Override
    public boolean close() {
        Duration longest = by.timing().drain();
        boolean ended = reader.close(longest.multipliedBy(2));
        flow.close()
                .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        giveUp();
        if (connection != null) {
            lastWords();
            connection.close();
        }
        return ended;
    }

    /** What is not settled is the stream's again; where none keeps it, it is gone, and counted so. */
    private void giveUp() {
        if (lane.outstanding() > 0 && !source.isKept()) {
            LOG.warn(
                    "Messages are given up that no stream keeps route={} messages={}",
                    source.route(),
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
