package dev.dromedary.routes.nats.letters;

import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Letters;
import dev.dromedary.routes.nats.server.Connections;
import dev.dromedary.routes.nats.server.Servers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps dead letters in streams, of the trigger's own servers, or of the installation's for one that has none. Kept is what a stream
 * has acknowledged; a subject that no stream keeps takes no letter.
 */
public final class NatsLetters implements Letters, AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Connections connections;
    private final Function<Letter, Optional<Servers>> servers;
    private final Map<Servers, PostOffice> offices = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("nats-letters").factory());

    /**
     * Letters to these servers.
     *
     * @param servers those of a letter's trigger; empty: its route is gone
     */
    public NatsLetters(Connections connections, Function<Letter, Optional<Servers>> servers) {
        this.connections = connections;
        this.servers = servers;
        var unused = sweep.scheduleWithFixedDelay(
                () -> offices.values().removeIf(office -> office.closeIfIdle(IDLE)),
                IDLE.toMillis(),
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void keep(Letter letter, LetterTarget target, Consumer<Optional<String>> done) {
        Optional<Servers> where = servers.apply(letter);
        if (where.isEmpty()) {
            done.accept(Optional.of("The route is gone"));
            return;
        }
        // Whether a connection comes about is waited for.
        var unused = Thread.ofVirtual()
                .name("nats-letter")
                .start(() -> send(where.get(), letter, (LetterTarget.Nats) target, done));
    }

    private void send(Servers to, Letter letter, LetterTarget.Nats target, Consumer<Optional<String>> done) {
        PostOffice office = offices.compute(to, (where, open) -> {
            PostOffice used = open == null ? new PostOffice(connections, where) : open;
            used.use();
            return used;
        });
        Optional<String> trouble;
        try {
            trouble = office.send(LetterMessage.of(target.subject(), letter));
        } catch (RuntimeException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
        } finally {
            office.used();
        }
        done.accept(trouble);
    }

    @Override
    public void close() {
        sweep.shutdownNow();
        offices.values().forEach(PostOffice::close);
        offices.clear();
    }
}
