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
            Reading<P> reading, Function<P, Optional<Condition>> lost, Cache functions) {
        Condition ready = reading.value()
                .map(plan -> lost.apply(plan).orElseGet(() -> byFunction(plan.function(), functions)))
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

    /** The status but for {@code lastScheduleTime}, which belongs to whoever fires. */
    static TriggerStatus status(
            GenericKubernetesResource trigger,
            Optional<String> address,
            Optional<TriggerStatus> before,
            List<Condition> conditions,
            Instant now) {
        Long generation = trigger.getMetadata().getGeneration();
        return new TriggerStatus(
                generation,
                address.orElse(null),
                null,
                Conditions.since(
                        conditions, before.map(TriggerStatus::conditions).orElse(List.of()), generation, now));
    }

    private static Condition byFunction(Key function, Cache functions) {
        Optional<GenericKubernetesResource> object = functions.get(function);
        if (object.isEmpty()) {
            return Condition.of(
                    Condition.READY,
                    false,
                    Reason.FunctionMissing,
                    "There is no Function " + function + "; the trigger works once there is");
        }
        return readyPods(object.get()) > 0
                ? Condition.of(Condition.READY, true, Reason.Ready, "Events reach Function " + function)
                : Condition.of(
                        Condition.READY,
                        false,
                        Reason.FunctionNotReady,
                        "No pod of Function " + function + " answers; its own status says why");
    }

    private static int readyPods(GenericKubernetesResource function) {
        return function.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                        && status.get("readyReplicas") instanceof Number ready
                ? ready.intValue()
                : 0;
    }
}
