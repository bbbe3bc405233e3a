package dev.dromedary.routes.nats.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.deliver.Figures;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of a stream that this copy has and has not settled. The server hands one out again of which it does not hear in time: so it
 * hears of all of them, and one that comes again is known by its place in the stream. Thread-safe.
 */
final class Holding {

    private static final Logger LOG = LoggerFactory.getLogger(Holding.class);
    private static final byte[] ACK = "+ACK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAK = "-NAK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROGRESS = "+WPI".getBytes(StandardCharsets.US_ASCII);
    private static final int REMEMBERED = 4096;

    private final Key trigger;
    private final Supplier<Optional<Connection>> connection;
    private final Map<Place, String> open = new ConcurrentHashMap<>();
    private final Map<Place, Boolean> settled = new LinkedHashMap<>();

    /** A stream that was made anew counts from 1 again: the time tells its messages from older ones. */
    private record Place(long sequence, Instant time) {}

    /**
     * Nothing yet.
     *
     * @param connection by which the server is told; empty: there is none now
     */
    Holding(Key trigger, Supplier<Optional<Connection>> connection) {
        this.trigger = trigger;
        this.connection = connection;
    }

    /** Takes a message in; empty: it is held already, or was settled and the server has not heard of it. */
    Optional<NatsEvent> take(Message message) {
        NatsJetStreamMetaData data = message.metaData();
        Place place = new Place(data.streamSequence(), data.timestamp().toInstant());
        if (isSettled(place)) {
            say(message.getReplyTo(), ACK);
            return Optional.empty();
        }
        if (open.put(place, message.getReplyTo()) != null) {
            return Optional.empty();
        }
        NatsEvent.Stand stand =
                new NatsEvent.Stand(data.getStream() + "-" + data.streamSequence(), place.time(), Optional.of(data));
        return Optional.of(new NatsEvent(message, trigger, stand, new Acknowledged(this, place)));
    }

    /** Tells the server of all that are held that they are being worked on. */
    void progress() {
        open.values().forEach(reply -> say(reply, PROGRESS));
    }

    /** Gives back what is not settled: the server hands it out again at once. */
    void release() {
        open.values().forEach(reply -> say(reply, NAK));
        open.clear();
    }

    private boolean isSettled(Place place) {
        synchronized (settled) {
            return settled.containsKey(place);
        }
    }

    private void settle(Place place) {
        String reply = open.remove(place);
        synchronized (settled) {
            settled.put(place, true);
            if (settled.size() > REMEMBERED) {
                settled.remove(settled.keySet().iterator().next());
            }
        }
        if (reply != null) {
            say(reply, ACK);
        }
    }

    /** What does not arrive is said again when the message comes again. */
    private void say(String reply, byte[] what) {
        connection.get().ifPresent(there -> {
            try {
                there.publish(reply, what);
            } catch (IllegalStateException | IllegalArgumentException e) {
                LOG.debug("The server is not told of a message", e);
            }
        });
    }

    private record Acknowledged(Holding holding, Place place) implements NatsEvent.Settler {

        @Override
        public boolean isAwaited() {
            return false;
        }

        @Override
        public void over(Figures.Outcome outcome, String why, NatsEvent.Response response) {
            holding.settle(place);
        }
    }
}
