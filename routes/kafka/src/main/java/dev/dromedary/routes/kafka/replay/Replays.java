package dev.dromedary.routes.kafka.replay;

import dev.dromedary.crd.ReplayStatus;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Branch;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.source.Sources;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.consume.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replays that triggers ask for, in the copy of the router that leads. Looked at twice a second; thread-safe. */
public final class Replays implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FIGURES = Duration.ofSeconds(10);
    private static final Duration LONGEST_END = Duration.ofSeconds(6);

    private final Router router;
    private final Sources<Source> topics;
    private final Access.Environment environment;
    private final Function<Branch, Optional<Asked>> asked;
    private final Set<Branch> asking = ConcurrentHashMap.newKeySet();
    private final Map<Branch, Replay> replays = new ConcurrentHashMap<>();
    private final Map<TriggerId, Paced> paces = new HashMap<>();
    private final Signal changes = new Signal();
    private final Map<TriggerId, Told> told = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-replays").factory());

    /**
     * What a trigger says to its route to a function.
     *
     * @param delivery how its events are delivered, whenever it is asked
     */
    public record Asked(ReplayOrder order, Cluster cluster, Supplier<Delivery> delivery) {}

    /** What was said, and when. */
    private record Told(Progress progress, long nanos) {

        /** Whether another thing is to be said now: mere figures wait. */
        boolean isOld(Progress now, long at) {
            boolean figures = now.over() == progress.over() && now.trouble().equals(progress.trouble());
            return !now.equals(progress) && (!figures || at - nanos > FIGURES.toNanos());
        }
    }

    private record Paced(ReplayOrder order, Pace pace) {}

    /**
     * None yet.
     *
     * @param topics whose routes the letters take
     * @param asked what a route is asked for now; empty: nothing
     */
    public Replays(
            Router router,
            Sources<Source> topics,
            Access.Environment environment,
            Function<Branch, Optional<Asked>> asked) {
        this.router = router;
        this.topics = topics;
        this.environment = environment;
        this.asked = asked;
        var unused = clock.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on this route is asked for what its trigger says, until that is nothing. */
    public void asks(Branch route) {
        asking.add(route);
    }

    private void look() {
        try {
            Map<Branch, Wanted> wanted = router.election().leading() ? wanted() : Map.of();
            replays.values()
                    .removeIf(replay ->
                            !goesOn(replay, wanted.get(replay.wanted().letters().route())));
            wanted.forEach((route, now) -> replays.computeIfAbsent(route, any -> begin(now)));
            paces.keySet().removeIf(trigger -> replays.keySet().stream()
                    .noneMatch(route -> route.trigger().equals(trigger)));
            tell();
        } catch (RuntimeException | Error e) {
            LOG.warn("Replays could not be looked at", e);
        }
    }

    private Map<Branch, Wanted> wanted() {
        asking.removeIf(route -> asked.apply(route).isEmpty());
        if (asking.isEmpty()) {
            return Map.of();
        }
        Map<Branch, Wanted> wanted = new HashMap<>();
        for (Source source : topics.running()) {
            if (!asking.contains(source.route())) {
                continue;
            }
            asked.apply(source.route())
                    .flatMap(now -> topics.attempts(source)
                            .map(attempts -> new Wanted(now.order(), source, attempts, now.cluster(), now.delivery())))
                    .ifPresent(now -> wanted.put(source.route(), now));
        }
        return wanted;
    }

    /** One that ends has let go before another begins: that is looked at next time. */
    private static boolean goesOn(Replay replay, Wanted now) {
        if (now != null && now.isSameAs(replay.wanted())) {
            return replay.isAlive() || replay.progress().over();
        }
        replay.close();
        return replay.isAlive();
    }

    private Replay begin(Wanted wanted) {
        Paced paced = paces.compute(
                wanted.source().trigger(),
                (trigger, known) -> known != null && known.order().equals(wanted.order())
                        ? known
                        : new Paced(wanted.order(), new Pace(wanted.order().rate(), System.nanoTime())));
        Replay replay = new Replay(wanted, paced.pace(), environment, router.deliveries());
        replay.start();
        return replay;
    }

    private void tell() {
        Map<TriggerId, Progress> now = new HashMap<>();
        replays.forEach((route, replay) -> now.merge(route.trigger(), replay.progress(), Progress::and));
        now.forEach((trigger, progress) -> {
            Told before = told.get(trigger);
            if (before == null || before.isOld(progress, System.nanoTime())) {
                told.put(trigger, new Told(progress, System.nanoTime()));
                changes.raise(trigger.key());
            }
        });
        told.keySet().retainAll(now.keySet());
    }

    /** Raised when {@link #status} may say another thing. */
    public Signal changes() {
        return changes;
    }

    /**
     * How the replay is that a trigger asks for.
     *
     * @param routes all of the trigger
     * @param before as it was said last; {@code null}: nothing was
     */
    public ReplayStatus status(ReplayOrder order, List<Branch> routes, ReplayStatus before) {
        ReplayStatus last = before != null && order.id().equals(before.id()) ? before : null;
        List<Replay> running = routes.stream()
                .map(replays::get)
                .filter(replay -> replay != null && replay.wanted().order().equals(order))
                .toList();
        if (running.size() < routes.size() || running.isEmpty()) {
            return last == null ? new ReplayStatus(order.id(), 0L, 0L, 0L, null, null) : last;
        }
        Progress all =
                running.stream().map(Replay::progress).reduce(Progress::and).orElseThrow();
        if (last != null && last.finishedAt() != null && !all.over()) {
            return last;
        }
        String finished = last == null ? null : last.finishedAt();
        return new ReplayStatus(
                order.id(),
                all.tally().asked() - all.tally().others(),
                all.tally().done(),
                all.tally().failed(),
                all.over() && finished == null ? router.clock().instant().toString() : finished,
                all.trouble().orElse(null));
    }

    /** Ends all that run: what is settled is committed. */
    @Override
    public void close() {
        clock.shutdownNow();
        replays.values().forEach(Replay::close);
        replays.values().forEach(replay -> replay.join(LONGEST_END));
    }
}
