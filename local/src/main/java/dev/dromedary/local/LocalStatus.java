package dev.dromedary.local;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.MemoryResources;
import dev.dromedary.kube.StatusPart;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in a Function's status how it is, in the words of the reconciler. */
final class LocalStatus {

    private static final StatusPart PART = StatusPart.whole(FunctionStatus.class);

    private final MemoryResources resources;
    private final GenericKubernetesResource object;

    LocalStatus(MemoryResources resources, GenericKubernetesResource object) {
        this.resources = resources;
        this.object = object;
    }

    /** The Function, as it was read. */
    GenericKubernetesResource object() {
        return object;
    }

    void ready(Reading<LocalFunction> reading) {
        write(Condition.of(Condition.READY, true, Reason.Ready, "The function answers"), reading, true);
    }

    void failing(Reading<LocalFunction> reading, String message, boolean meanwhile) {
        write(
                Condition.of(Condition.READY, false, Reason.PodFailing, message + previous(meanwhile)),
                reading,
                meanwhile);
    }

    void wrong(Reading<LocalFunction> reading, boolean meanwhile) {
        Condition wrong = Conditions.wrong(reading.problems());
        Reason reason = reading.problems().getFirst().reason();
        write(Condition.of(Condition.READY, false, reason, wrong.message() + previous(meanwhile)), reading, meanwhile);
    }

    private static String previous(boolean meanwhile) {
        return meanwhile ? "; the previous version goes on answering" : "";
    }

    private void write(Condition ready, Reading<LocalFunction> reading, boolean serving) {
        List<Condition> conditions = new ArrayList<>(List.of(ready, Conditions.honoured(reading.unknown())));
        reading.value().flatMap(LocalStatus::substituted).ifPresent(conditions::add);
        Long generation = object.getMetadata().getGeneration();
        FunctionStatus status = new FunctionStatus(
                generation,
                reading.value().map(valid -> valid.runtime().name()).orElse(null),
                null,
                1,
                serving ? 1 : 0,
                null,
                Conditions.since(conditions, before(), generation, Instant.now()));
        resources.writeStatus(object, PART, StatusPart.tree(status));
    }

    private static Optional<Condition> substituted(LocalFunction function) {
        return Conditions.substituted(
                function.wanted(), function.runtime().name(), function.runtime().substituted());
    }

    private List<Condition> before() {
        return StatusPart.read(object, FunctionStatus.class)
                .map(FunctionStatus::conditions)
                .orElse(List.of());
    }
}
