package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who claims what, among the triggers of a kind: of several that claim the same, the oldest has it (of two of the same
 * second, the one whose name comes first).
 *
 * @param <P> the kind's plan
 */
final class Rivals<P extends RoutePlan> {

    private static final Comparator<RoutePlan> BY_AGE = Comparator.comparing(RoutePlan::created)
            .thenComparing(plan -> plan.id().key());

    private final Room<P> room;
    private final Map<Object, Set<P>> claims = new ConcurrentHashMap<>();

    Rivals(Room<P> room, Cache triggers) {
        this.room = room;
        triggers.listen((before, after) -> {
            // First in, then out: between the two a younger rival would have it for a moment.
            after.ifPresent(this::enter);
            before.filter(old -> !claim(old).equals(after.flatMap(this::claim))).ifPresent(this::leave);
        });
    }

    /** The triggers that claim what this one claims: a change of it concerns them. */
    Set<Key> of(GenericKubernetesResource trigger) {
        return claim(trigger)
                .map(claim -> claims.getOrDefault(claim, Set.of()).stream()
                        .map(plan -> plan.id().key())
                        .collect(java.util.stream.Collectors.toSet()))
                .orElse(Set.of());
    }

    /** Why a trigger does not have what it claims; empty if it has it. */
    Optional<Condition> lost(P plan) {
        return room.claim(plan).flatMap(claim -> claims.getOrDefault(claim, Set.of()).stream()
                .findFirst()
                .filter(first -> !first.id().equals(plan.id()))
                .map(first -> Condition.of(
                        Condition.READY,
                        false,
                        Reason.AddressTaken,
                        plan.address() + " belongs to the older " + first.id().kind() + " "
                                + first.id().key() + ": choose another, or remove that one")));
    }

    private Optional<Object> claim(GenericKubernetesResource trigger) {
        return room.read(trigger).value().flatMap(room::claim);
    }

    private void enter(GenericKubernetesResource trigger) {
        claimed(trigger, (claim, plan) -> claims.compute(claim, (c, plans) -> with(plans, plan)));
    }

    private void leave(GenericKubernetesResource trigger) {
        claimed(trigger, (claim, plan) -> claims.computeIfPresent(claim, (c, plans) -> without(plans, plan)));
    }

    private void claimed(GenericKubernetesResource trigger, java.util.function.BiConsumer<Object, P> then) {
        room.read(trigger).value().ifPresent(plan -> room.claim(plan).ifPresent(claim -> then.accept(claim, plan)));
    }

    /** Sets are replaced, never altered: readers hold no lock. */
    private Set<P> with(Set<P> plans, P plan) {
        Set<P> more = new TreeSet<>(BY_AGE);
        if (plans != null) {
            more.addAll(plans);
        }
        more.removeIf(other -> other.id().equals(plan.id()));
        more.add(plan);
        return more;
    }

    private Set<P> without(Set<P> plans, P plan) {
        Set<P> fewer = new TreeSet<>(BY_AGE);
        fewer.addAll(plans);
        fewer.removeIf(other -> other.id().equals(plan.id()));
        return fewer.isEmpty() ? null : fewer;
    }
}
