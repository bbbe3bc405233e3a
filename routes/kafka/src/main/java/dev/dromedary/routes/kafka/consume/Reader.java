package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for a source, whatever happens, until it is closed: one {@link Session} after another. */
final class Reader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Access access;
    private final Claims.Making making;
    private final Optional<String> member;
    private final Consumer<Situation> said;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile Session session;
    private Duration pause = FIRST_PAUSE;

    /**
     * A reader, which runs once it is started.
     *
     * @param member which copy of the router this is: then its partitions wait for it while it starts again; empty: they do not
     * @param said told how it is, whenever that is another thing; quick
     */
    Reader(Access access, Claims.Making making, Optional<String> member, Consumer<Situation> said) {
        this.access = access;
        this.making = making;
        this.member = member;
        this.said = said;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("kafka-" + making.source().name())
                .unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Something has changed that it goes by, such as a Secret. */
    void nudge() {
        nudges.release();
        Session running = session;
        if (running != null) {
            running.wake();
        }
    }

    /** Has it end: what is under way is waited for, within limits. Whether it has. */
    boolean close(Duration longest) {
        closed = true;
        nudge();
        try {
            return thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void run() {
        while (!closed) {
            nudges.drainPermits();
            switch (access.now()) {
                case Material.Away<ClientSettings> away -> {
                    said.accept(new Situation.Unfit(away.why()));
                    rest();
                }
                case Material.Ready<ClientSettings> ready -> read(ready.value());
            }
        }
        said.accept(new Situation.Stopped());
    }

    private void read(ClientSettings settings) {
        try {
            access.cluster()
                    .brokers()
                    .forEach(broker -> Session.allowed(access.egress(), broker.host(), broker.port()));
            Session.Ways ways = new Session.Ways(making, access.egress(), this::said);
            try (Session begun = new Session(
                    ConsumerProperties.of(settings, making.source(), member),
                    ways,
                    () -> !closed
                            && access.now() instanceof Material.Ready<ClientSettings> now
                            && now.value() == settings)) {
                session = begun;
                begun.run();
            } finally {
                session = null;
            }
        } catch (AuthenticationException e) {
            access.again();
            failed(e);
        } catch (RuntimeException | Error e) {
            // Whatever it is, it is one trigger's, and must not end the reading for good.
            failed(e);
        }
    }

    private void said(Situation situation) {
        if (situation instanceof Situation.Reading) {
            pause = FIRST_PAUSE;
        }
        said.accept(situation);
    }

    private void failed(Throwable failure) {
        if (closed) {
            return;
        }
        Situation situation = Trouble.of(failure);
        if (situation instanceof Situation.Troubled) {
            LOG.warn("Reading begins anew group={}", making.source().group(), failure);
        }
        said.accept(situation);
        rest();
    }

    private void rest() {
        try {
            if (nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = FIRST_PAUSE;
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration longer = pause.multipliedBy(2);
        Duration longest = making.timing().patience();
        pause = longer.compareTo(longest) < 0 ? longer : longest;
    }
}
