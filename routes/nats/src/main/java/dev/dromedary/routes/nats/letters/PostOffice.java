package dev.dromedary.routes.nats.letters;

import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Line;
import dev.dromedary.routes.nats.server.Servers;
import dev.dromedary.routes.nats.server.Waker;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where letters are sent to some servers: a connection, held while there are any. */
final class PostOffice implements Connections.User, AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Waker waker = new Waker();
    private final Connections.Held connection;
    private int users;
    private long lastNanos = System.nanoTime();

    PostOffice(Connections connections, Servers servers) {
        this.connection = connections.hold(servers, this);
    }

    /** Somebody is about to send. */
    synchronized void use() {
        users++;
    }

    /** He has. */
    synchronized void used() {
        users--;
        lastNanos = System.nanoTime();
    }

    /** Sends a letter, and waits for a stream to keep it; why it is not kept, empty: it is. */
    Optional<String> send(Message letter) {
        Optional<Connection> open = open();
        if (open.isEmpty()) {
            return Optional.of(
                    switch (connection.line()) {
                        case Line.Unfit unfit -> unfit.message();
                        case Line.Unreachable unreachable -> unreachable.message();
                        case Line.Refused refused -> refused.message();
                        case Line.Open there -> "There is no connection to NATS yet";
                        case Line.Opening opening -> "There is no connection to NATS yet";
                    });
        }
        if (letter.getData().length > open.get().getMaxPayload()) {
            return Optional.of("The server takes no message as long as this letter");
        }
        try {
            open.get().jetStream().publish(letter);
            return Optional.empty();
        } catch (JetStreamApiException e) {
            return Optional.of("JetStream does not keep it: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of("No stream keeps the subject " + letter.getSubject() + ", or none answers: "
                    + e.getMessage() + ". Make one that does");
        }
    }

    /** The first letter waits a little. */
    private Optional<Connection> open() {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (connection.connection().isEmpty() && connection.line() instanceof Line.Opening) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            waker.rest(Duration.ofMillis(100));
        }
        return connection.connection();
    }

    @Override
    public void changed() {
        waker.wake();
    }

    /** Whether it was closed, for nobody has sent anything for so long. */
    synchronized boolean closeIfIdle(Duration idle) {
        boolean over = users == 0 && System.nanoTime() - lastNanos > idle.toNanos();
        if (over) {
            close();
        }
        return over;
    }

    @Override
    public void close() {
        connection.close();
    }
}
