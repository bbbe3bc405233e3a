package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
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
import java.util.stream.Collectors;

/** The status of a trigger, of whichever kind. */
final class TriggerConditions {

    private TriggerConditions() {}

    /** {@code Ready} and what it rests on. */
    static <P extends RoutePlan> List<Condition> of(
            Reading<P> reading, Function<P, Optional<Condition>> lost, Cache functions) {
        Condition ready = reading.value()
                .map(plan -> lost.apply(plan).orElseGet(() -> byFunction(plan.function(), functions)))
                .orElseGet(() -> wrong(reading.problems()));
        return List.of(ready, honoured(reading.unknown()));
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

    private static Condition wrong(List<Problem> problems) {
        return Condition.of(
                Condition.READY,
                false,
                problems.getFirst().reason(),
                problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }

    private static Condition honoured(List<String> ignored) {
        return ignored.isEmpty()
                ? Condition.of(Condition.SPEC_HONOURED, true, Reason.AllFields, "Every field has its effect")
                : Condition.of(
                        Condition.SPEC_HONOURED,
                        false,
                        Reason.FieldsIgnored,
                        "These fields have no effect in this version: " + String.join(", ", ignored));
    }
}
