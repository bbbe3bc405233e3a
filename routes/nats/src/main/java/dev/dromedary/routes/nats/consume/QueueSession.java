package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.deliver.Figures;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.nats.server.Waker;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages as they are published, as a member of a queue group. Nobody hands them out again: what the lane has no room for is given up,
 * counted, and said.
 */
final class QueueSession implements Session {

    private static final Logger LOG = LoggerFactory.getLogger(QueueSession.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final long MOST_WAITING = 2000;
    private static final long MOST_BYTES = 16L << 20;
    private static final int ID_BYTES = 11;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Source source;
    private final Source.Queue queue;
    private final Making making;
    private final Waker waker = new Waker();
    private final AtomicLong lost = new AtomicLong();
    private volatile String refused;
    private volatile boolean reading;

    /**
     * What sessions of a source have in common.
     *
     * @param said told how it is, whenever that may be another thing; quick
     */
    record Making(Flow flow, Lane lane, Timing timing, Consumer<Situation> said) {}

    QueueSession(Source source, Source.Queue queue, Making making) {
        this.source = source;
        this.queue = queue;
        this.making = making;
    }

    @Override
    public void run(Connection connection, BooleanSupplier goesOn) throws Exception {
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.setPendingLimits(MOST_WAITING, MOST_BYTES);
        try {
            dispatcher.subscribe(source.subject(), queue.group(), message -> take(connection, message));
            connection.flush(ANSWER);
            watch(dispatcher, goesOn);
        } finally {
            leave(connection, dispatcher);
        }
    }

    /** Says how it is, for as long as it goes on. */
    private void watch(Dispatcher dispatcher, BooleanSupplier goesOn) {
        long dropped = 0;
        Duration wait = IDLE;
        reading = true;
        making.said().accept(new Situation.Reading());
        while (goesOn.getAsBoolean()) {
            if (refused != null) {
                throw new NotAllowed(refused);
            }
            boolean woken = waker.rest(wait);
            long before = dispatcher.getDroppedCount();
            long gone = lost.getAndSet(0);
            if (before > dropped) {
                making.flow().lost((int) (before - dropped), "More messages came than the router can take in");
            }
            if (before > dropped || gone > 0) {
                wait = making.timing().calm();
                making.said()
                        .accept(new Situation.Overrun("More messages come than the function takes: the router holds "
                                + making.lane().outstanding() + " and gives up what comes beyond, "
                                + making.flow().figures().dropped() + " so far. Have the function scale, or take them"
                                + " from a stream (spec.jetStream)"));
            } else if (!woken) {
                wait = IDLE;
                making.said().accept(new Situation.Reading());
            }
            dropped = before;
        }
    }

    /** What was handed to us is taken in yet; nothing more comes. */
    private static void leave(Connection connection, Dispatcher dispatcher) throws InterruptedException {
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED
                    && dispatcher.drain(ANSWER).get()) {
                return;
            }
        } catch (IllegalStateException | ExecutionException e) {
            LOG.debug("A subscription ended before its connection", e);
        }
        if (connection.getStatus() != Connection.Status.CLOSED && dispatcher.isActive()) {
            connection.closeDispatcher(dispatcher);
        }
    }

    private void take(Connection connection, Message message) {
        Optional<String> asker = Optional.ofNullable(message.getReplyTo())
                .filter(to -> queue.reply() && !to.isEmpty() && !to.startsWith("$JS."));
        Replies replies = new Replies(connection, asker);
        if (making.lane().isFull()) {
            making.flow().lost(1, "The router holds as many messages as it can");
            replies.over(Figures.Outcome.DROPPED, "The function has too much to do", null);
            lost.incrementAndGet();
            waker.wake();
            return;
        }
        NatsEvent.Stand stand = new NatsEvent.Stand(id(), Clock.systemUTC().instant(), Optional.empty());
        making.lane().offer(List.of(new NatsEvent(message, source.trigger().key(), stand, replies)));
    }

    /** As Kubeless made it: a message that nobody keeps has no place that an id could come from. */
    private static String id() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void wake() {
        waker.wake();
    }

    /** The client has subscribed again. */
    @Override
    public void again() {
        if (reading) {
            making.said().accept(new Situation.Reading());
        }
    }

    @Override
    public void told(String error) {
        if (error.contains("\"" + source.subject() + "\"")) {
            refused = error;
            waker.wake();
        }
    }
}
