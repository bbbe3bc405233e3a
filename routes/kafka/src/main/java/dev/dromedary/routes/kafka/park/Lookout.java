package dev.dromedary.routes.kafka.park;

import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for all parked routes of a cluster whether they have something to read: on a thread that is there while there are any. */
final class Lookout implements Runnable, Round.Waking {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Places places;
    private final Pace pace;
    private final Function<Runnable, Access> opens;
    private final Set<Stand> parked = new LinkedHashSet<>();
    private final Dozers dozers = new Dozers();
    private boolean running;
    private boolean wanted;
    private Ear ear;
    private Duration pause;

    /**
     * Nobody is parked yet.
     *
     * @param opens access to the cluster, which has this run when it is another
     */
    Lookout(Places places, Pace pace, Function<Runnable, Access> opens) {
        this.places = places;
        this.pace = pace;
        this.opens = opens;
    }

    /** From now on this one is looked after too. */
    synchronized void add(Stand stand) {
        parked.add(stand);
        if (!running) {
            running = true;
            Thread.ofPlatform().daemon().name("kafka-lookout").start(this);
        }
        nudge();
    }

    /** It is not any more. */
    synchronized void remove(Stand stand) {
        parked.remove(stand);
        if (parked.isEmpty()) {
            nudge();
        }
    }

    /** Those that have it listen for them, as long as any are parked. */
    Dozers dozers() {
        return dozers;
    }

    private synchronized void nudge() {
        wanted = true;
        notifyAll();
        if (ear != null) {
            ear.wake();
        }
    }

    private synchronized boolean isWanted() {
        return wanted;
    }

    /** {@code null}: there is none any more, and it may be closed. */
    private synchronized void hears(Ear now) {
        ear = now;
    }

    private synchronized List<Stand> parked() {
        return List.copyOf(parked);
    }

    /** Whether nobody is parked any more: then whoever comes next starts another thread. */
    private synchronized boolean isOver() {
        running = !parked.isEmpty();
        return !running;
    }

    @Override
    public void run() {
        try (Access access = opens.apply(this::nudge)) {
            while (!isOver()) {
                switch (access.now()) {
                    case Material.Away<ClientSettings> away -> {
                        parked().forEach(stand -> stand.parked().unfit(away.why()));
                        rest(longer());
                    }
                    case Material.Ready<ClientSettings> ready -> look(access, ready.value());
                }
            }
        }
    }

    /** With one client, as long as it is reached in the same way. */
    private void look(Access access, ClientSettings settings) {
        Round round = new Round(pace, this);
        try {
            Allowed.check(access.egress(), access.cluster().brokers());
            try (Questions ask = new Questions(settings, access.egress(), pace.answer());
                    Ear listening = new Ear(settings, pace)) {
                hears(listening);
                try {
                    while (!parked().isEmpty()
                            && access.now() instanceof Material.Ready<ClientSettings> now
                            && now.value() == settings) {
                        turn(access, round, ask, listening);
                    }
                } finally {
                    dozers.heed(Map.of());
                    hears(null);
                }
            }
        } catch (RuntimeException | Error e) {
            // Whatever it is, it must not end the looking for good.
            failed(access, e);
            rest(longer());
        }
    }

    private void turn(Access access, Round round, Questions ask, Ear listening) {
        try {
            Optional<Throwable> trouble = round.go(ask, listening.quiet(), parked(), System.nanoTime());
            if (trouble.isEmpty()) {
                pause = null;
                listen(round, listening);
                return;
            }
            failed(access, trouble.get());
        } catch (ExecutionException e) {
            failed(access, e.getCause());
        } catch (TimeoutException e) {
            failed(access, new org.apache.kafka.common.errors.TimeoutException("there was no answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rest(longer());
    }

    /** Until something comes, or it is time to look at what is not listened to. */
    private void listen(Round round, Ear listening) {
        Map<TopicPartition, Long> ends = dozers.positions();
        ends.putAll(round.silent());
        listening.attend(ends);
        dozers.heed(listening.quiet());
        long begun = System.nanoTime();
        Duration longest = round.pause(listening.quiet(), begun);
        if (listening.attended() == 0) {
            rest(longest);
            return;
        }
        // What others read is heard again and again: it is not looked at more often than if there were no listening.
        boolean heard = !isWanted() && listening.listen(longest);
        dozers.heed(listening.quiet());
        rest(heard ? pace.look().minusNanos(System.nanoTime() - begun) : Duration.ZERO);
    }

    private void failed(Access access, Throwable failure) {
        dozers.heed(Map.of());
        LOG.debug("Parked routes cannot be looked after because={}", failure.toString());
        if (failure instanceof AuthenticationException) {
            access.again();
        }
        parked().forEach(stand -> stand.parked().failed(failure));
    }

    private Duration longer() {
        Duration longer = pause == null ? pace.look() : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        return pause;
    }

    private synchronized void rest(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis(); !wanted && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wanted = false;
    }

    @Override
    public void wake(Stand stand, Parked.Known known) {
        if (take(stand, true)) {
            stand.parked().wake(known);
        }
    }

    @Override
    public boolean begin(Stand stand, Parked.Known known) {
        boolean taken = take(stand, false);
        if (taken) {
            stand.parked().wake(known);
        }
        return taken;
    }

    /** In one with its leaving: whoever closes it meanwhile is to find it here, or running. */
    private synchronized boolean take(Stand stand, boolean atOnce) {
        if (!parked.contains(stand)) {
            return false;
        }
        if (atOnce) {
            places.run(stand);
        } else if (!places.begin(stand, System.nanoTime())) {
            return false;
        }
        return parked.remove(stand);
    }
}
