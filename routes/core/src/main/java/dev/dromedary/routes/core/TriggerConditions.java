package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.crd.TriggerStatus;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The status of a trigger, of whichever kind. */
final class TriggerConditions {

    private TriggerConditions() {}

    /** {@code Ready} and what it rests on. */
    static <P extends RoutePlan> List<Condition> of(
            Reading<P> reading, Function<P, Optional<Condition>> lost, Function<P, Condition> byFunctions) {
        Condition ready = reading.value()
                .map(plan -> lost.apply(plan).orElseGet(() -> byFunctions.apply(plan)))
                .orElseGet(() -> Conditions.wrong(reading.problems()));
        return List.of(ready, Conditions.honoured(reading.unknown()));
    }

    /** The same with what else is to be said, on which {@code Ready} rests too. */
    static List<Condition> with(List<Condition> conditions, List<Condition> more) {
        Optional<Condition> against =
                more.stream().filter(condition -> !condition.holds()).findFirst();
        Stream<Condition> others = conditions.stream()
                .map(condition -> against.isPresent() && condition.type().equals(Condition.READY) && condition.holds()
                        ? against.get().of(Condition.READY)
                        : condition);
        return Stream.concat(others, more.stream()).toList();
    }

    /** The status but for what belongs to whoever fires. */
    static TriggerStatus status(
            GenericKubernetesResource trigger,
            Optional<String> address,
            Optional<TriggerStatus> before,
            List<Condition> conditions,
            Instant now) {
        Long generation = trigger.getMetadata().getGeneration();
        return TriggerStatus.of(
                generation,
                address.orElse(null),
                Conditions.since(
                        conditions, before.map(TriggerStatus::conditions).orElse(List.of()), generation, now));
    }

    /**
     * How the functions of a trigger are.
     *
     * @param called empty: it selects functions, and there is none that it selects
     */
    static Condition byFunctions(List<Key> called, Cache functions) {
        if (called.isEmpty()) {
            return Condition.of(
                    Condition.READY,
                    false,
                    Reason.FunctionMissing,
                    "No Function of the namespace has the labels that spec.functionSelector asks for; the trigger works once one has");
        }
        return called.stream()
                .map(function -> byFunction(function, functions))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> Condition.of(Condition.READY, true, Reason.Ready, "Events reach " + named(called)));
    }

    private static String named(List<Key> called) {
        return called.size() == 1
                ? "Function " + called.get(0)
                : called.size() + " Functions, from " + called.get(0) + " to " + called.get(called.size() - 1);
    }

    private static Optional<Condition> byFunction(Key function, Cache functions) {
        Optional<GenericKubernetesResource> object = functions.get(function);
        if (object.isEmpty()) {
            return Optional.of(Condition.of(
                    Condition.READY,
                    false,
                    Reason.FunctionMissing,
                    "There is no Function " + function + "; the trigger works once there is"));
        }
        return readyPods(object.get()) > 0
                ? Optional.empty()
                : Optional.of(Condition.of(
                        Condition.READY,
                        false,
                        Reason.FunctionNotReady,
                        "No pod of Function " + function + " answers; its own status says why"));
    }

    private static int readyPods(GenericKubernetesResource function) {
        return function.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                        && status.get("readyReplicas") instanceof Number ready
                ? ready.intValue()
                : 0;
    }
}
