package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.DeliveryStatus;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.ReplayStatus;
import dev.dromedary.crd.TriggerStatus;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.StatusPart;
import dev.dromedary.routes.core.deliver.FlowReport;
import dev.dromedary.routes.core.deliver.Reports;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/**
 * What every copy of the router does for a kind of trigger (watch: read, then start, change or remove its route), and what
 * only the leading copy does (status: keep what stands beside it, and say how it is).
 *
 * @param <P> the kind's plan
 */
final class TriggerRoutes<P extends RoutePlan> extends RouteBuilder {

    private static final StatusPart STATUS =
            new StatusPart("", Set.of("observedGeneration", "address", "delivery", "replay", "conditions"));

    private final Room<P> room;
    private final RouteTable table;
    private final World world;
    private final Optional<Keeper<P>> keeper;
    private final Cache triggers;
    private final Plans<P> plans;
    private final Labels labels;

    /**
     * What triggers live in.
     *
     * @param resources the triggers, the Functions they name, and their status
     * @param election the copy that leads writes the status
     * @param labels of the Functions
     * @param reports how the events of triggers fare
     */
    record World(Resources resources, Election election, Clock clock, Labels labels, Reports reports) {

        World(Resources resources, Election election, Clock clock, Reports reports) {
            this(resources, election, clock, new Labels(resources.cache(Kind.FUNCTION)), reports);
        }

        Cache functions() {
            return resources.cache(Kind.FUNCTION);
        }
    }

    /** A trigger on its way through the status route, with what came of keeping its objects. */
    private record Pass(Key key, Keeper.Kept kept) {}

    /**
     * The routes for one room.
     *
     * @param keeper of what stands beside the triggers; empty: nothing does
     */
    TriggerRoutes(Room<P> room, RouteTable table, World world, Optional<Keeper<P>> keeper) {
        this.room = room;
        this.table = table;
        this.world = world;
        this.keeper = keeper;
        this.triggers = world.resources().cache(room.kind());
        this.plans = new Plans<>(room, triggers);
        this.labels = world.labels();
    }

    Room<P> room() {
        return room;
    }

    /** The id of the route that every copy runs. */
    String watchId() {
        return "watch-" + room.kind().plural();
    }

    /** The id of the route that the leading copy runs. */
    String statusId() {
        return "status-" + room.kind().plural();
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        String kube = "kube:" + room.kind().plural() + "?related=#";
        String signals = "signals-" + room.kind().plural();
        bind(
                watchId(),
                List.of(
                        new Related(triggers, plans::rivals),
                        new Related(world.functions(), function -> plans.selecting(Key.of(function)))));
        from(kube + watchId())
                .routeId(watchId())
                .process(exchange -> apply(exchange.getMessage().getBody(Key.class)))
                .id("apply-" + room.kind().plural());

        bind(statusId(), concerningStatus());
        bind(signals, room.signals());
        from(kube + statusId() + "&signals=#" + signals)
                .routeId(statusId())
                .autoStartup(false)
                .process(exchange ->
                        exchange.getMessage().setBody(keep(exchange.getMessage().getBody(Key.class))))
                .id("keep-beside-" + room.kind().plural())
                .process(exchange -> status(exchange.getMessage().getBody(Pass.class)))
                .id("write-status-" + room.kind().plural())
                .process(exchange -> again(exchange.getMessage().getBody(Pass.class)))
                .id("again-" + room.kind().plural());
    }

    private List<Related> concerningStatus() {
        return Stream.concat(
                        Stream.of(
                                new Related(triggers, plans::rivals),
                                new Related(world.functions(), function -> plans.calling(Key.of(function)))),
                        keeper.stream().flatMap(kept -> kept.related(plans::all).stream()))
                .toList();
    }

    /** Whether every trigger that can have a route has it: true also where the kind is not installed. */
    boolean caughtUp() {
        return triggers.missing()
                || (triggers.synced()
                        && plans.all().stream()
                                .filter(plan -> plans.lost(plan).isEmpty())
                                .flatMap(plan -> routes(plan).stream())
                                .allMatch(plan -> table.plan(plan.route()).isPresent()));
    }

    /** Makes the trigger's route what its object says. */
    private void apply(Key key) {
        Optional<P> plan = find(key).flatMap(trigger -> plans.of(key)).filter(candidate -> plans.lost(candidate)
                .isEmpty());
        table.put(room, new TriggerId(room.kind(), key), plan.map(this::routes).orElse(List.of()));
    }

    /** The plans of the routes that a trigger's plan makes. */
    private List<P> routes(P plan) {
        return plan.selection()
                .map(selection ->
                        room.branches(plan, labels.matching(plan.id().key().namespace(), selection)))
                .orElse(List.of(plan));
    }

    /** Has what stands beside the trigger be as it should. Of one that cannot be read it stays as it is. */
    private Pass keep(Key key) {
        Optional<GenericKubernetesResource> trigger = find(key);
        Optional<P> plan = trigger.flatMap(object -> room.read(object).value());
        if (keeper.isEmpty() || plan.isPresent() != trigger.isPresent()) {
            return new Pass(key, Keeper.Kept.NOTHING);
        }
        Optional<P> served = plan.filter(candidate -> plans.lost(candidate).isEmpty());
        return new Pass(key, keeper.get().keep(new Keeper.Subject<>(room.kind(), key, trigger, served), plans::all));
    }

    /** Says how the trigger is. */
    private void status(Pass pass) {
        triggers.get(pass.key()).ifPresent(trigger -> {
            world.election().check();
            world.resources().release(room.kind(), trigger);
        });
        find(pass.key()).ifPresent(trigger -> {
            Reading<P> reading = room.read(trigger);
            Optional<TriggerStatus> before = StatusPart.read(trigger, TriggerStatus.class);
            List<Condition> conditions = TriggerConditions.with(
                    TriggerConditions.of(reading, plans::lost, this::byFunctions),
                    Stream.concat(
                                    pass.kept().condition().stream(),
                                    reading.value().stream()
                                            .filter(plan -> plans.lost(plan).isEmpty())
                                            .flatMap(plan -> room.standing(plan, routes(plan)).stream()))
                            .toList());
            TriggerStatus now = TriggerConditions.status(
                            trigger,
                            reading.value().map(RoutePlan::address),
                            before,
                            conditions,
                            world.clock().instant())
                    .with(events(pass.key()), replay(reading, before));
            world.election().check();
            world.resources().writeStatus(trigger, STATUS, StatusPart.tree(now));
        });
    }

    private DeliveryStatus events(Key key) {
        return world.reports()
                .of(new TriggerId(room.kind(), key))
                .map(FlowReport::status)
                .orElse(null);
    }

    private ReplayStatus replay(Reading<P> reading, Optional<TriggerStatus> before) {
        return reading.value()
                .flatMap(plan -> room.replay(plan, routes(plan), before.map(TriggerStatus::replay)))
                .orElse(null);
    }

    private Condition byFunctions(P plan) {
        List<Key> called = plan.selection()
                .map(selection -> labels.matching(plan.id().key().namespace(), selection))
                .orElseGet(() -> List.of(plan.function()));
        return TriggerConditions.byFunctions(called, world.functions());
    }

    /** A failed pass goes back to the queue, and comes again after a growing wait. */
    private static void again(Pass pass) {
        pass.kept().failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private Optional<GenericKubernetesResource> find(Key key) {
        return triggers.get(key).filter(trigger -> trigger.getMetadata().getDeletionTimestamp() == null);
    }

    private void bind(String name, Object bean) {
        getContext().getRegistry().bind(name, bean);
    }
}
