package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.KubeComponent;
import dev.dromedary.kube.LeaderOnly;
import dev.dromedary.kube.Resources;
import dev.dromedary.routes.core.deliver.Deliveries;
import dev.dromedary.routes.core.deliver.FunctionLetters;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.invoke.Activity;
import dev.dromedary.routes.core.invoke.DataPath;
import dev.dromedary.routes.core.invoke.FunctionComponent;
import dev.dromedary.routes.core.invoke.Invoker;
import dev.dromedary.routes.core.invoke.Measures;
import dev.dromedary.routes.core.invoke.PodInvoker;
import dev.dromedary.routes.core.invoke.Tracing;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/**
 * What a router is made of, in the cluster and on a laptop: rooms over the same resources, in one Camel context. Each room
 * adds itself ({@code HttpRoom.open}, {@code CronRoom.open}).
 */
public final class Router implements AutoCloseable {

    private final CamelContext camel;
    private final TriggerRoutes.World world;
    private final Cache functions;
    private final Cache slices;
    private final RouteTable table;
    private final PodInvoker invoker;
    private final Measures measures;
    private final Tracing tracing;
    private final Deliveries deliveries;
    private final List<TriggerRoutes<?>> kinds = new CopyOnWriteArrayList<>();

    /**
     * A router without rooms.
     *
     * @param data what calls live on
     * @param resources triggers, Functions and EndpointSlices; and where status is written
     * @param election the copy that leads fires cron ticks and writes the status of triggers
     * @param grace how much longer than a function's own time-out its answer is waited for
     */
    public Router(CamelContext camel, DataPath data, Resources resources, Election election, Duration grace) {
        this.camel = camel;
        this.deliveries = Deliveries.over(data);
        this.world = new TriggerRoutes.World(resources, election, Clock.systemUTC(), deliveries.reports());
        this.functions = world.functions();
        this.slices = resources.cache(Kind.ENDPOINT_SLICE);
        this.table = new RouteTable(camel);
        this.measures = data.measures();
        this.tracing = data.tracing();
        this.invoker = new PodInvoker(data, slices, functions, grace);
        deliveries.letters(LetterTarget.Function.class, new FunctionLetters(invoker));
        camel.addComponent("kube", new KubeComponent(resources));
        camel.addComponent("function", new FunctionComponent(invoker));
    }

    /** Adds a room: from now on its triggers are followed. */
    public <P extends RoutePlan> void add(Room<P> room) throws Exception {
        add(room, Optional.empty());
    }

    /**
     * Adds a room, beside whose triggers something is kept.
     *
     * @param keeper called where this copy leads; empty: nothing stands beside them
     */
    public <P extends RoutePlan> void add(Room<P> room, Optional<Keeper<P>> keeper) throws Exception {
        TriggerRoutes<P> routes = new TriggerRoutes<>(room, table, world, keeper);
        camel.addRoutes(routes);
        LeaderOnly.run(camel, routes.statusId(), world.election());
        kinds.add(routes);
    }

    /** The kinds of triggers that it has rooms for. */
    public List<Kind> kinds() {
        return kinds.stream().map(routes -> routes.room().kind()).toList();
    }

    /** What is wrong with a trigger; empty: no room of this router takes its kind. */
    public Optional<Reading<?>> check(Kind kind, GenericKubernetesResource trigger) {
        return kinds.stream()
                .map(TriggerRoutes::room)
                .filter(room -> room.kind().equals(kind))
                .findFirst()
                .map(room -> room.read(trigger));
    }

    /** Whether everything that there was at the start is served. */
    public boolean caughtUp() {
        return functions.synced()
                && slices.synced()
                && !kinds.isEmpty()
                && kinds.stream().allMatch(TriggerRoutes::caughtUp);
    }

    /** What is going on at a function, through this router. */
    public Activity activity(Key function) {
        return invoker.activity(function);
    }

    /** The same of all functions at which there ever was something, through this router. */
    public Map<Key, Activity> activities() {
        return invoker.activities();
    }

    /** Where requests are counted. */
    public Measures measures() {
        return measures;
    }

    /** Where events are recorded. */
    public Tracing tracing() {
        return tracing;
    }

    /** What delivers events. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** What calls functions. */
    public Invoker invoker() {
        return invoker;
    }

    public CamelContext camel() {
        return camel;
    }

    public Resources resources() {
        return world.resources();
    }

    public Election election() {
        return world.election();
    }

    public Clock clock() {
        return world.clock();
    }

    /** The routes that run. */
    public RouteTable table() {
        return table;
    }

    /**
     * Takes no more events in: what is under way is waited for, and committed. Whatever is not settled is the sources' again.
     *
     * @param longest how long to wait for functions; as long again may pass until the sources have let go
     */
    public void drain(Duration longest) {
        table.close();
        List<String> routes = deliveries.flows().stream()
                .map(flow -> flow.subject().route().routeId())
                .distinct()
                .toList();
        deliveries
                .quiet()
                .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        table.stop(routes, longest);
    }

    /** Lets go of the functions; the routes are the context's to stop. */
    @Override
    public void close() {
        table.close();
        invoker.close();
    }
}
