package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.LateCache;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Wanted;
import dev.dromedary.routes.core.Beside;
import dev.dromedary.routes.core.KindMissing;
import dev.dromedary.routes.core.RoutePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What leads the cluster's own gateway to the router: beside each HTTPTrigger that names one an Ingress or an HTTPRoute, and in
 * its namespace a Service for these to name.
 *
 * @param <P> the plan of the triggers
 */
final class GatewayObjects<P extends RoutePlan> implements Beside<P> {

    private final Function<P, Optional<WayIn>> wayIn;
    private final Caches caches;

    /**
     * What is there.
     *
     * @param httpRoutes followed only where the cluster knows the kind
     * @param backends empty where all triggers are in the router's own namespace, whose Service is there already
     */
    record Caches(Cache ingresses, LateCache httpRoutes, Optional<RouterBackends> backends) {}

    GatewayObjects(Function<P, Optional<WayIn>> wayIn, Caches caches) {
        this.wayIn = wayIn;
        this.caches = caches;
    }

    @Override
    public String condition() {
        return Condition.EXPOSED;
    }

    @Override
    public List<Related> related(Supplier<Collection<P>> plans) {
        Stream<Related> own =
                Stream.of(caches.ingresses(), caches.httpRoutes()).map(cache -> new Related(cache, Made::owners));
        Stream<Related> shared = caches.backends().stream()
                .flatMap(
                        backends -> backends
                                .related(
                                        namespace -> one(namespace, plans),
                                        () -> new HashSet<>(oneEach(plans).values()))
                                .stream());
        return Stream.concat(own, shared).toList();
    }

    /**
     * First comes what the gateway is led to, then what leads it there, then what did so before: at no moment is there no way
     * in.
     */
    @Override
    public Wishes wanted(Key trigger, Optional<P> plan, Supplier<Collection<P>> plans) {
        return plan.flatMap(wayIn)
                .map(way -> exposed(trigger, way))
                .orElseGet(() -> new Wishes(
                        List.of(),
                        Stream.of(
                                        unwanted(caches.ingresses(), trigger),
                                        unwanted(caches.httpRoutes(), trigger),
                                        backendWithout(trigger, plans))
                                .flatMap(List::stream)
                                .toList()));
    }

    private Wishes exposed(Key trigger, WayIn way) {
        List<Wanted> then = new ArrayList<>();
        switch (way.gateway()) {
            case Gateway.Controller controller -> {
                then.add(TriggerIngress.of(way, controller));
                then.addAll(unwanted(caches.httpRoutes(), trigger));
            }
            case Gateway.OfGatewayApi gateway -> {
                if (!caches.httpRoutes().follow()) {
                    throw new KindMissing(Kind.HTTP_ROUTE);
                }
                then.add(TriggerHttpRoute.of(way, gateway));
                then.addAll(unwanted(caches.ingresses(), trigger));
            }
        }
        List<Wanted> first = caches.backends()
                .map(backends -> backends.wanted(trigger.namespace()))
                .orElse(List.of());
        return new Wishes(first, List.copyOf(then));
    }

    /** An Ingress that Kubeless made, and that was never taken over, stays: requests come by it. */
    private static List<Wanted> unwanted(Cache cache, Key trigger) {
        return cache
                .get(trigger)
                .filter(object -> Made.byUs(object) && Made.owners(object).contains(trigger))
                .<Wanted>map(object -> new Wanted.Absent(cache.kind(), trigger))
                .stream()
                .toList();
    }

    /** It serves all triggers of the namespace, and goes with the last one that needs it. */
    private List<Wanted> backendWithout(Key trigger, Supplier<Collection<P>> plans) {
        List<Wanted> backend = caches.backends()
                .map(backends -> backends.unwanted(trigger.namespace()))
                .orElse(List.of());
        boolean needed = !backend.isEmpty()
                && exposed(plans)
                        .filter(key -> key.namespace().equals(trigger.namespace()))
                        .anyMatch(key -> !key.equals(trigger));
        return needed ? List.of() : backend;
    }

    @Override
    public Optional<Condition> standing(P plan) {
        return wayIn.apply(plan).map(way -> caches.httpRoutes()
                .get(way.trigger())
                .filter(route -> way.gateway() instanceof Gateway.OfGatewayApi)
                .flatMap(RouteAcceptance::refused)
                .map(said ->
                        Condition.of(Condition.EXPOSED, false, Reason.GatewayRefused, way.gateway() + " says: " + said))
                .orElseGet(() -> Condition.of(
                        Condition.EXPOSED,
                        true,
                        Reason.Exposed,
                        (way.gateway() instanceof Gateway.Controller ? "An Ingress" : "An HTTPRoute")
                                + " of the trigger's name leads requests from " + way.gateway()
                                + " to the router")));
    }

    private Stream<Key> exposed(Supplier<Collection<P>> plans) {
        return plans.get().stream()
                .filter(plan -> wayIn.apply(plan).isPresent())
                .map(plan -> plan.id().key());
    }

    /** A trigger that stands for all of a namespace; where none is exposed, a key of none, so that what is left is removed. */
    private Key one(String namespace, Supplier<Collection<P>> plans) {
        return exposed(plans)
                .filter(key -> key.namespace().equals(namespace))
                .min(Key::compareTo)
                .orElse(new Key(namespace, RouterBackend.NAME));
    }

    private Map<String, Key> oneEach(Supplier<Collection<P>> plans) {
        return exposed(plans)
                .collect(Collectors.toMap(Key::namespace, key -> key, BinaryOperator.minBy(Key::compareTo)));
    }
}
