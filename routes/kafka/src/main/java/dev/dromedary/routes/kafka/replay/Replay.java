package dev.dromedary.routes.kafka.replay;

import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Allowed;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import dev.dromedary.routes.kafka.consume.ConsumerProperties;
import dev.dromedary.routes.kafka.consume.Timing;
import dev.dromedary.routes.kafka.consume.Trouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One replay to one function, whatever happens, until it is over or closed: one {@link Round} after another. */
final class Replay implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MOST_AT_A_TIME = 500;

    private final Wanted wanted;
    private final Access.Environment environment;
    private final Deliveries deliveries;
    private final Round.Ways ways;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Progress progress = Progress.NONE;

    /** A replay, which runs once it is started. */
    Replay(Wanted wanted, Pace pace, Access.Environment environment, Deliveries deliveries) {
        this.wanted = wanted;
        this.environment = environment;
        this.deliveries = deliveries;
        this.ways = new Round.Ways(wanted.letters(), wanted.order().id(), pace, Timing.DEFAULT, now -> progress = now);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("kafka-replay-" + wanted.letters().route().routeId())
                .unstarted(this);
    }

    void start() {
        thread.start();
    }

    Wanted wanted() {
        return wanted;
    }

    /** How far it is. */
    Progress progress() {
        return progress;
    }

    /** Has it end: what is under way is waited for, within limits. */
    void close() {
        closed.countDown();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Waits until it has ended, so long at most. */
    void join(Duration longest) {
        try {
            thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        LOG.info("Replay begins group={} id={}", ways.letters().group(), ways.id());
        Flow flow = deliveries.open(
                new Flow.Subject(ways.letters().route(), ways.letters().function(), wanted.delivery()), wanted.route());
        Duration pause = FIRST_PAUSE;
        try (Access access = new Access(wanted.cluster(), environment, () -> {})) {
            while (!isClosed() && !progress.over()) {
                Progress before = progress;
                attempt(access, flow);
                pause = progress.tally().equals(before.tally()) ? pause : FIRST_PAUSE;
                pause = rest(pause);
            }
        } finally {
            flow.close()
                    .completeOnTimeout(null, Timing.DEFAULT.drain().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            LOG.info("Replay ends group={} id={} progress={}", ways.letters().group(), ways.id(), progress);
        }
    }

    private void attempt(Access access, Flow flow) {
        switch (access.now()) {
            case Material.Away<ClientSettings> away -> progress = progress.with(away.why());
            case Material.Ready<ClientSettings> ready -> {
                try {
                    Allowed.check(access.egress(), access.cluster().brokers());
                    try (Round round = new Round(properties(ready.value()), ways, flow)) {
                        round.run(wanted.order().from(), access.egress(), () -> !isClosed());
                    }
                } catch (RuntimeException | Error e) {
                    // Whatever it is, it is one trigger's; the next round begins where this one committed.
                    access.again();
                    progress = progress.with(Trouble.said(e));
                }
            }
        }
    }

    private Map<String, Object> properties(ClientSettings settings) {
        Map<String, Object> all = new HashMap<>(
                ConsumerProperties.of(settings, ways.letters(), Timing.DEFAULT.session(), Optional.empty()));
        all.put(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "dromedary/replay/" + ways.letters().route().routeId());
        all.put(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Math.min(MOST_AT_A_TIME, wanted.order().rate()));
        return all;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private Duration rest(Duration pause) {
        if (progress.over()) {
            return pause;
        }
        try {
            var unused = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(Timing.DEFAULT.patience()) < 0 ? longer : Timing.DEFAULT.patience();
    }
}
