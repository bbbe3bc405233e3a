package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.deliver.Lane;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.nats.server.Waker;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Messages of a stream, asked for as the lane has room. */
final class StreamSession implements Session {

    private static final int MOST = 256;
    private static final Duration SLICE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Source source;
    private final Source.Stream stream;
    private final Making making;
    private final Waker waker = new Waker();
    private volatile boolean again;
    private volatile boolean reading;
    private volatile JetStreamSubscription subscription;
    private volatile BooleanSupplier goesOn = () -> true;
    private Duration slice;
    private Duration pulse;
    private long lastPulse;
    private long lastLook;

    /**
     * What sessions of a source have in common.
     *
     * @param leads whether this copy says for all how far behind they are
     * @param said told how it is, whenever that may be another thing; quick
     */
    record Making(
            Flow flow, Lane lane, Holding holding, Timing timing, BooleanSupplier leads, Consumer<Situation> said) {}

    StreamSession(Source source, Source.Stream stream, Making making) {
        this.source = source;
        this.stream = stream;
        this.making = making;
    }

    @Override
    public void run(Connection connection, BooleanSupplier asked) throws Exception {
        goesOn = asked;
        JetStreamManagement management = connection.jetStreamManagement();
        ConsumerInfo consumer = new DurableConsumer(management, source.subject(), stream).ensure();
        Duration ackWait = consumer.getConsumerConfiguration().getAckWait();
        pulse = ackWait.dividedBy(3);
        slice = pulse.compareTo(SLICE) < 0 ? pulse : SLICE;
        subscription =
                connection.jetStream().subscribe(null, PullSubscribeOptions.fastBind(stream.name(), stream.durable()));
        try {
            reading = true;
            making.said().accept(new Situation.Reading());
            while (goesOn.getAsBoolean()) {
                look(management);
                if (making.lane().isFull()) {
                    waker.rest(slice);
                    beat();
                } else {
                    pull();
                }
            }
        } catch (IllegalStateException e) {
            // Whoever wants it to end takes the subscription away.
            if (goesOn.getAsBoolean()) {
                throw e;
            }
        } finally {
            leave();
        }
    }

    /** Asks for messages, and takes them in as they come. */
    private void pull() throws InterruptedException {
        JetStreamSubscription from = subscription;
        again = false;
        from.pull(PullRequestOptions.builder(MOST)
                .expiresIn(making.timing().pull())
                .build());
        long began = System.nanoTime();
        long end = began + making.timing().pull().plus(GRACE).toNanos();
        int left = MOST;
        while (left > 0 && !again && goesOn.getAsBoolean() && System.nanoTime() < end) {
            beat();
            long asked = System.nanoTime();
            Message first = from.nextMessage(slice);
            if (first != null) {
                left -= take(first, from);
            } else if (System.nanoTime() - asked < slice.toNanos() * 9 / 10) {
                break;
            }
        }
        if (left == MOST && System.nanoTime() - began < PAUSE.toNanos()) {
            waker.rest(PAUSE);
        }
    }

    /** Takes in all that is here; how many that were. */
    private int take(Message first, JetStreamSubscription from) throws InterruptedException {
        List<Message> messages = new ArrayList<>(List.of(first));
        while (from.getPendingMessageCount() > 0) {
            Message next = from.nextMessage(slice);
            if (next == null) {
                break;
            }
            messages.add(next);
        }
        making.lane()
                .offer(messages.stream()
                        .flatMap(message -> making.holding().take(message).stream())
                        .toList());
        return messages.size();
    }

    /** Has the server know that what is here is being worked on. */
    private void beat() {
        long now = System.nanoTime();
        if (now - lastPulse >= pulse.toNanos()) {
            lastPulse = now;
            making.holding().progress();
        }
    }

    /** How far behind all copies together are, said by one of them. */
    private void look(JetStreamManagement management) throws IOException, JetStreamApiException {
        long now = System.nanoTime();
        if (lastLook == 0 || now - lastLook >= making.timing().look().toNanos()) {
            lastLook = now;
            ConsumerInfo info = management.getConsumerInfo(stream.name(), stream.durable());
            making.flow().lag(making.leads().getAsBoolean() ? info.getNumPending() + info.getNumAckPending() : 0);
            making.said().accept(new Situation.Reading());
        }
    }

    private void leave() {
        JetStreamSubscription left = subscription;
        if (left.isActive()) {
            left.unsubscribe();
        }
    }

    @Override
    public void wake() {
        JetStreamSubscription running = subscription;
        if (running != null && !goesOn.getAsBoolean()) {
            try {
                running.unsubscribe();
            } catch (IllegalStateException e) {
                // It has ended by itself.
            }
        }
        waker.wake();
    }

    /** Nobody at the server remembers what was asked for. */
    @Override
    public void again() {
        again = true;
        if (reading) {
            making.said().accept(new Situation.Reading());
        }
    }

    @Override
    public void told(String error) {}
}
