package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.TriggerStatus;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.StatusPart;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;

/**
 * What every copy of the router does for a kind of trigger (watch: read, then start, change or remove its route), and what
 * only the leading copy does (status: say how it is).
 *
 * @param <P> the kind's plan
 */
final class TriggerRoutes<P extends RoutePlan> extends RouteBuilder {

    private static final StatusPart STATUS = new StatusPart("", Set.of("observedGeneration", "address", "conditions"));

    private final Room<P> room;
    private final RouteTable table;
    private final World world;
    private final Cache triggers;
    private final Plans<P> plans;

    /**
     * What triggers live in.
     *
     * @param resources the triggers, the Functions they name, and their status
     * @param election the copy that leads writes the status
     */
    record World(Resources resources, Election election, Clock clock) {

        Cache functions() {
            return resources.cache(Kind.FUNCTION);
        }
    }

    /** The routes for one room. */
    TriggerRoutes(Room<P> room, RouteTable table, World world) {
        this.room = room;
        this.table = table;
        this.world = world;
        this.triggers = world.resources().cache(room.kind());
        this.plans = new Plans<>(room, triggers);
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
        bind(watchId(), List.of(new Related(triggers, plans::rivals)));
        from(kube + watchId())
                .routeId(watchId())
                .process(exchange -> apply(exchange.getMessage().getBody(Key.class)))
                .id("apply-" + room.kind().plural());

        bind(
                statusId(),
                List.of(
                        new Related(triggers, plans::rivals),
                        new Related(world.functions(), function -> plans.calling(Key.of(function)))));
        from(kube + statusId())
                .routeId(statusId())
                .autoStartup(false)
                .process(exchange -> status(exchange.getMessage().getBody(Key.class)))
                .id("write-status-" + room.kind().plural());
    }

    /** Whether every trigger that can have a route has it: true also where the kind is not installed. */
    boolean caughtUp() {
        return triggers.missing()
                || (triggers.synced()
                        && plans.all().stream()
                                .filter(plan -> plans.lost(plan).isEmpty())
                                .allMatch(plan -> table.plan(plan.id()).isPresent()));
    }

    /** Makes the trigger's route what its object says. */
    private void apply(Key key) {
        Optional<P> plan = find(key)
                .flatMap(trigger -> room.read(trigger).value())
                .filter(candidate -> plans.lost(candidate).isEmpty());
        plan.ifPresentOrElse(wanted -> table.put(room, wanted), () -> table.remove(new TriggerId(room.kind(), key)));
    }

    /** Says how the trigger is. */
    private void status(Key key) {
        triggers.get(key).ifPresent(trigger -> {
            world.election().check();
            world.resources().release(room.kind(), trigger);
        });
        find(key).ifPresent(trigger -> {
            Reading<P> reading = room.read(trigger);
            Optional<TriggerStatus> before = StatusPart.read(trigger, TriggerStatus.class);
            List<Condition> conditions = TriggerConditions.of(reading, plans::lost, world.functions());
            TriggerStatus now = TriggerConditions.status(
                    trigger,
                    reading.value().map(RoutePlan::address),
                    before,
                    conditions,
                    world.clock().instant());
            world.election().check();
            world.resources().writeStatus(trigger, STATUS, StatusPart.tree(now));
        });
    }

    private Optional<GenericKubernetesResource> find(Key key) {
        return triggers.get(key).filter(trigger -> trigger.getMetadata().getDeletionTimestamp() == null);
    }

    private void bind(String name, Object bean) {
        getContext().getRegistry().bind(name, bean);
    }
}
