package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Line;
import dev.dromedary.routes.nats.server.Waker;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for a source, whatever happens, until it is closed: one {@link Session} after another. */
final class Reader implements Runnable, Connections.User {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final Source source;
    private final Supplier<Session> sessions;
    private final Duration patience;
    private final Consumer<Situation> said;
    private final Waker waker = new Waker();
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Connections.Held connection;
    private volatile boolean closed;
    private volatile Session session;
    private Duration pause = FIRST_PAUSE;
    /** Whether there was no connection, and that was said. */
    private boolean away;

    /**
     * A reader, which runs once it is started.
     *
     * @param sessions a new one each
     * @param patience the longest pause after something went wrong
     * @param said told how it is, whenever that may be another thing; quick
     */
    Reader(Source source, Supplier<Session> sessions, Duration patience, Consumer<Situation> said) {
        this.source = source;
        this.sessions = sessions;
        this.patience = patience;
        this.said = said;
        this.thread = Thread.ofVirtual().name("nats-" + source.name()).unstarted(this);
    }

    void start(Connections.Held by) {
        connection = by;
        thread.start();
    }

    /** There is room again, or something else that it waits for. */
    void nudge() {
        Session running = session;
        if (running != null) {
            running.wake();
        }
        waker.wake();
    }

    /**
     * Has it take nothing in any more.
     *
     * @return done when it does not
     */
    CompletableFuture<Void> end() {
        closed = true;
        nudge();
        return ended;
    }

    /** The same, and waits for it. Whether it has ended. */
    boolean close(Duration longest) {
        var unused = end();
        try {
            return thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void changed() {
        Session running = session;
        Connections.Held by = connection;
        if (running != null && by != null) {
            switch (by.line()) {
                case Line.Open open -> running.again();
                case Line.Opening opening -> {}
                default -> said.accept(of(by.line()));
            }
        }
        nudge();
    }

    @Override
    public void told(String error) {
        Session running = session;
        if (running != null) {
            running.told(error);
        }
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                turn();
            }
            said.accept(new Situation.Stopped());
        } finally {
            ended.complete(null);
        }
    }

    private void turn() {
        Optional<Connection> open = connection.connection();
        if (open.isEmpty() || away) {
            said.accept(of(connection.line()));
        }
        away = open.isEmpty();
        if (open.isPresent()) {
            read(open.get());
        } else {
            waker.rest(patience);
        }
    }

    private void read(Connection by) {
        try {
            run(sessions.get(), by);
            pause = FIRST_PAUSE;
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError e) {
            // Whatever it is, it is one trigger's, and must not end the reading for good.
            failed(e);
        }
    }

    private void run(Session begun, Connection by) throws Exception {
        session = begun;
        try {
            begun.run(
                    by,
                    () -> !closed
                            && connection.connection().filter(now -> now == by).isPresent());
        } finally {
            session = null;
        }
    }

    private void failed(Throwable failure) {
        if (closed) {
            return;
        }
        // Where the connection is interrupted, that is what is wrong, and said already.
        if (connection.line() instanceof Line.Open) {
            Situation situation = Trouble.of(failure, source);
            if (situation instanceof Situation.Troubled) {
                LOG.warn("Reading begins anew route={}", source.route(), failure);
            }
            said.accept(situation);
        }
        waker.rest(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(patience) < 0 ? longer : patience;
    }

    private static Situation of(Line line) {
        return switch (line) {
            case Line.Opening opening -> new Situation.Starting();
            case Line.Open open -> new Situation.Starting();
            case Line.Unfit unfit -> new Situation.Refused(unfit.message());
            case Line.Unreachable unreachable -> new Situation.Unreachable(unreachable.message());
            case Line.Refused refused -> new Situation.Refused(refused.message());
        };
    }
}
