package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.core.source.SourceReader;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import dev.dromedary.routes.kafka.park.Parked;
import dev.dromedary.routes.kafka.park.Stand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads for a source, whatever happens, until it is closed: one {@link Session} after another, on a thread of its own. Where it has
 * nothing to do it is parked, and has neither.
 */
final class Reader implements Runnable, SourceReader {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Ways ways;
    private final Claims.Making making;
    private final Consumer<Situation> said;
    private final Stand stand;
    private final Semaphore nudges = new Semaphore(0);
    private Thread thread;
    private volatile boolean closed;
    private volatile Session session;
    private Duration pause = FIRST_PAUSE;
    private Optional<String> member;

    /**
     * What it reads by.
     *
     * @param access opens it to the brokers, which has something run when it is another
     * @param stands gives it a place among the others
     * @param member which copy of the router this is: then its partitions wait for it while it starts again; empty: they do not
     */
    record Ways(Function<Runnable, Access> access, Function<Parked, Stand> stands, Optional<String> member) {}

    /**
     * A reader, which runs once it is started.
     *
     * @param said told how it is, whenever that is another thing; quick
     */
    Reader(Ways ways, Claims.Making making, Consumer<Situation> said) {
        this.ways = ways;
        this.making = making;
        this.said = said;
        this.member = ways.member();
        this.stand = ways.stands().apply(new Waits(this, making.source()));
    }

    @Override
    public synchronized void start() {
        if (stand.begin()) {
            run(making.source().name());
        } else {
            stand.park();
        }
    }

    private void run(String name) {
        thread = Thread.ofPlatform().daemon().name("kafka-" + name).start(this);
    }

    /** It was parked, and is to read. */
    synchronized void wake(Parked.Known known) {
        if (!closed && thread == null) {
            making.beginning().resume(known);
            run(making.source().name());
        }
    }

    /** How it is while it is parked. */
    synchronized void saysParked(Situation situation) {
        if (!closed && thread == null) {
            said.accept(situation);
        }
    }

    /** Something has changed that it goes by, such as a Secret. */
    private void nudge() {
        nudges.release();
        rouse();
    }

    /** Whatever it waits for, it is to look again. */
    void rouse() {
        Session running = session;
        if (running != null) {
            running.wake();
        }
    }

    @Override
    public boolean close() {
        Timing timing = making.timing();
        Duration longest = timing.drain().plus(timing.answer().multipliedBy(4));
        Thread running = closing();
        nudge();
        try {
            return running == null || running.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The thread that ends; {@code null}: there is none. */
    private synchronized Thread closing() {
        closed = true;
        stand.close();
        if (thread == null) {
            said.accept(new Situation.Stopped());
        }
        return thread;
    }

    @Override
    public void run() {
        try (Access access = ways.access().apply(this::nudge)) {
            while (!closed) {
                nudges.drainPermits();
                switch (access.now()) {
                    case Material.Away<ClientSettings> away -> {
                        said.accept(new Situation.Unfit(away.why()));
                        rest();
                    }
                    case Material.Ready<ClientSettings> ready -> {
                        if (read(access, ready.value()) && park()) {
                            return;
                        }
                    }
                }
            }
        }
        said.accept(new Situation.Stopped());
    }

    private synchronized boolean park() {
        if (!closed) {
            thread = null;
            said.accept(new Situation.Waiting());
            stand.park();
        }
        return !closed;
    }

    /** Whether it is to be parked. */
    private boolean read(Access access, ClientSettings settings) {
        try {
            Allowed.check(access.egress(), access.cluster().brokers());
            Session.Ways how = new Session.Ways(making, access.egress(), stand, this::said);
            try (Session begun = new Session(
                    ConsumerProperties.of(
                            settings, making.source(), making.timing().session(), member),
                    how,
                    () -> !closed
                            && access.now() instanceof Material.Ready<ClientSettings> now
                            && now.value() == settings)) {
                session = begun;
                return begun.run();
            } finally {
                session = null;
            }
        } catch (AuthenticationException e) {
            access.again();
            failed(e);
        } catch (FencedInstanceIdException e) {
            // Another has the name. Whoever takes it back has that one do the same.
            member = Optional.empty();
            failed(e);
        } catch (RuntimeException | Error e) {
            // Whatever it is, it is one trigger's, and must not end the reading for good.
            failed(e);
        }
        return false;
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
