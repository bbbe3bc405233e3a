package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plans of all valid triggers of a kind, each read once a change: by the function they call, and by what they claim. Of
 * several that claim the same, the oldest has it (of two of the same second, the one whose name comes first).
 *
 * @param <P> the kind's plan
 */
final class Plans<P extends RoutePlan> {

    private final Room<P> room;
    private final Map<Key, P> plans = new ConcurrentHashMap<>();
    private final Map<Key, NavigableSet<Claimant>> byFunction = new ConcurrentHashMap<>();
    /** Those that select functions, by namespace. */
    private final Map<String, NavigableSet<Claimant>> bySelection = new ConcurrentHashMap<>();

    private final Map<Object, NavigableSet<Claimant>> byClaim = new ConcurrentHashMap<>();

    /** A trigger among others, the oldest first. */
    private record Claimant(Instant created, TriggerId id) implements Comparable<Claimant> {

        private static final Comparator<Claimant> BY_AGE = Comparator.comparing(Claimant::created)
                .thenComparing(claimant -> claimant.id().key());

        static Claimant of(RoutePlan plan) {
            return new Claimant(plan.created(), plan.id());
        }

        @Override
        public int compareTo(Claimant other) {
            return BY_AGE.compare(this, other);
        }
    }

    Plans(Room<P> room, Cache triggers) {
        this.room = room;
        triggers.listen((before, after) -> changed(Key.of(after.or(() -> before).orElseThrow()), after));
    }

    /** That of a trigger, as it was heard of last; empty: there is none, or it cannot be read. */
    Optional<P> of(Key trigger) {
        return Optional.ofNullable(plans.get(trigger));
    }

    /** All of them. */
    Collection<P> all() {
        return List.copyOf(plans.values());
    }

    /** The triggers that call a function, or may: a change of it concerns them. */
    Set<Key> calling(Key function) {
        Set<Key> selecting = keys(bySelection.get(function.namespace()));
        Set<Key> naming = keys(byFunction.get(function));
        return selecting.isEmpty()
                ? naming
                : Stream.concat(selecting.stream(), naming.stream()).collect(Collectors.toSet());
    }

    /** The triggers of a function's namespace that select functions. */
    Set<Key> selecting(Key function) {
        return keys(bySelection.get(function.namespace()));
    }

    /** The triggers that claim what this one claims: a change of it concerns them. */
    Set<Key> rivals(GenericKubernetesResource trigger) {
        return room.read(trigger)
                .value()
                .flatMap(room::claim)
                .map(claim -> keys(byClaim.get(claim)))
                .orElse(Set.of());
    }

    /** Why a trigger does not have what it claims; empty if it has it. */
    Optional<Condition> lost(P plan) {
        return room.claim(plan)
                .map(byClaim::get)
                .flatMap(claimants -> claimants.stream().findFirst())
                .map(Claimant::id)
                .filter(first -> !first.equals(plan.id()))
                .map(first -> Condition.of(
                        Condition.READY,
                        false,
                        Reason.AddressTaken,
                        plan.address() + " belongs to the older " + first.kind() + " " + first.key()
                                + ": choose another, or remove that one"));
    }

    private void changed(Key key, Optional<GenericKubernetesResource> trigger) {
        Optional<P> now = trigger.flatMap(object -> room.read(object).value());
        Optional<P> before = Optional.ofNullable(now.isPresent() ? plans.put(key, now.get()) : plans.remove(key));
        move(byFunction, before, now, plan -> Optional.ofNullable(plan.function()));
        move(bySelection, before, now, plan -> plan.selection()
                .map(any -> plan.id().key().namespace()));
        move(byClaim, before, now, room::claim);
    }

    /** First in, then out: between the two a younger rival would have it for a moment. */
    private static <T, P extends RoutePlan> void move(
            Map<T, NavigableSet<Claimant>> index,
            Optional<P> before,
            Optional<P> now,
            Function<P, Optional<? extends T>> place) {
        Optional<Entry<T, Claimant>> in = now.flatMap(plan -> entry(plan, place));
        in.ifPresent(entry -> index.computeIfAbsent(entry.getKey(), at -> new ConcurrentSkipListSet<>())
                .add(entry.getValue()));
        before.flatMap(plan -> entry(plan, place))
                .filter(entry -> !in.equals(Optional.of(entry)))
                .ifPresent(entry -> index.computeIfPresent(entry.getKey(), (at, claimants) -> {
                    claimants.remove(entry.getValue());
                    return claimants.isEmpty() ? null : claimants;
                }));
    }

    private static <T, P extends RoutePlan> Optional<Entry<T, Claimant>> entry(
            P plan, Function<P, Optional<? extends T>> place) {
        return place.apply(plan).map(at -> Map.entry(at, Claimant.of(plan)));
    }

    private static Set<Key> keys(NavigableSet<Claimant> claimants) {
        return claimants == null
                ? Set.of()
                : claimants.stream().map(claimant -> claimant.id().key()).collect(Collectors.toSet());
    }
}
