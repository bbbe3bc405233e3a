package dev.dromedary.routes.core;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run, and the plans they run by. Changes are carried out by one thread, all that have gathered at once:
 * adding 10,000 routes in one {@link RouteBuilder} takes seconds, one by one it takes minutes.
 */
public final class RouteTable implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTable.class);

    private final CamelRoutes routes;
    private final Map<RouteKey, RoutePlan> plans = new ConcurrentHashMap<>();
    private final Map<RouteKey, Change> waiting = new LinkedHashMap<>();
    /** The routes of triggers that may have several. */
    private final Map<TriggerId, Set<RouteKey>> branches = new HashMap<>();
    /** Whose routes are stopped, and are to be forgotten when there is time. */
    private final Set<RouteKey> leaving = new LinkedHashSet<>();

    private final ExecutorService mutator = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("route-table").factory());

    /** What should become of a trigger's route: {@code plan} empty means none. */
    private record Change(Optional<RoutePlan> plan, Consumer<RouteBuilder> build, Runnable changed) {}

    /** A table of the routes in this context. */
    public RouteTable(CamelContext context) {
        this.routes = new CamelRoutes(context);
    }

    /** The plan a route runs by; empty if there is no such route. */
    public Optional<RoutePlan> plan(RouteKey id) {
        return Optional.ofNullable(plans.get(id));
    }

    /**
     * The same, of the kind of plans that such a route has.
     *
     * @throws ClassCastException if it has another
     */
    public <P extends RoutePlan> Optional<P> plan(RouteKey id, Class<P> kind) {
        return plan(id).map(kind::cast);
    }

    /** The plan that the route of this one runs by now; this one, where there is no such route any more. */
    public <P extends RoutePlan> P latest(P built, Class<P> kind) {
        return plan(built.route(), kind).orElse(built);
    }

    /** All plans that routes run by. */
    public Collection<RoutePlan> plans() {
        return List.copyOf(plans.values());
    }

    /** Has the route of a trigger become what the plan says; soon, not at once. */
    public <P extends RoutePlan> void put(Room<P> room, P plan) {
        put(room, plan.id(), List.of(plan));
    }

    /** Has the routes of a trigger become what the plans say, and those that no plan is of go; soon, not at once. */
    public synchronized <P extends RoutePlan> void put(Room<P> room, TriggerId trigger, List<P> wanted) {
        Set<RouteKey> gone = new LinkedHashSet<>(branches.getOrDefault(trigger, Set.of(trigger)));
        Set<RouteKey> now = wanted.stream().map(RoutePlan::route).collect(Collectors.toSet());
        gone.removeAll(now);
        gone.forEach(route -> waiting.put(route, new Change(Optional.empty(), routes -> {}, () -> {})));
        wanted.forEach(plan -> waiting.put(
                plan.route(),
                new Change(Optional.of(plan), routes -> room.build(plan, routes), () -> room.changed(plan))));
        if (now.stream().anyMatch(Branch.class::isInstance)) {
            branches.put(trigger, now);
        } else {
            branches.remove(trigger);
        }
        goOn();
    }

    /** Has the routes of a trigger removed, if it has any. */
    public void remove(TriggerId id) {
        put(null, id, List.of());
    }

    private synchronized void goOn() {
        if (!mutator.isShutdown()) {
            mutator.execute(this::carryOut);
        }
    }

    private synchronized Map<RouteKey, Change> gathered() {
        Map<RouteKey, Change> all = new LinkedHashMap<>(waiting);
        waiting.clear();
        return all;
    }

    private void carryOut() {
        Map<RouteKey, Change> additions = new LinkedHashMap<>();
        gathered().forEach((id, change) -> {
            RoutePlan running = plans.get(id);
            boolean sameSource = running != null
                    && change.plan()
                            .filter(plan -> plan.source().equals(running.source()))
                            .isPresent();
            if (sameSource) {
                plans.put(id, change.plan().get());
                change.changed().run();
                return;
            }
            if (running != null) {
                stop(id);
            }
            change.plan().ifPresent(plan -> additions.put(id, change));
        });
        if (!additions.isEmpty()) {
            additions.keySet().forEach(this::forget);
            start(additions);
        }
        // One at a time, for it takes a while, and whatever else there is to do goes before.
        leaving.stream().findFirst().ifPresent(this::forget);
        if (!leaving.isEmpty()) {
            goOn();
        }
    }

    private void start(Map<RouteKey, Change> additions) {
        additions.forEach((id, change) -> plans.put(id, change.plan().orElseThrow()));
        try {
            routes.add(new RouteBuilder() {
                @Override
                public void configure() {
                    additions.values().forEach(change -> change.build().accept(this));
                }
            });
            LOG.info(
                    "Routes started count={} first={}",
                    additions.size(),
                    additions.keySet().iterator().next());
        } catch (Exception e) {
            oneByOne(additions, e);
        }
    }

    /** One of them cannot be built: it must not keep the others from running. */
    private void oneByOne(Map<RouteKey, Change> additions, Exception trouble) {
        additions.keySet().forEach(this::stop);
        additions.keySet().forEach(this::forget);
        if (additions.size() == 1) {
            LOG.error(
                    "The route could not be started route={}",
                    additions.keySet().iterator().next(),
                    trouble);
            return;
        }
        additions.forEach((id, change) -> start(Map.of(id, change)));
    }

    /** From here on it takes nothing more in. */
    private void stop(RouteKey id) {
        plans.remove(id);
        leaving.add(id);
        stop(id.routeId());
        LOG.info("Route stopped route={}", id);
    }

    /** Of a route that was stopped nothing is left; of any other, nothing changes. */
    private void forget(RouteKey id) {
        if (!leaving.remove(id)) {
            return;
        }
        try {
            routes.remove(id.routeId());
        } catch (Exception e) {
            LOG.error("The route could not be removed route={}", id, e);
        }
    }

    /** Stops these routes, one beside another, for the sources of some take a while to let go; waits at most so long. */
    void stop(List<String> ids, Duration longest) {
        try (ExecutorService stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            ids.forEach(id -> stopping.execute(() -> stop(id)));
            stopping.shutdown();
            if (!stopping.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Not all sources let go in time");
                stopping.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(String id) {
        try {
            routes.stop(id);
        } catch (Exception e) {
            LOG.error("The route could not be stopped route={}", id, e);
        }
    }

    /** Carries out no more changes; the routes are the context's to stop. */
    @Override
    public void close() {
        mutator.shutdownNow();
    }
}
