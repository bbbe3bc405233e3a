package dev.dromedary.reconciler;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status of a Function after a pass. */
final class StatusOf {

    private StatusOf() {}

    /**
     * What is to be said.
     *
     * @param pass the pass, with all its steps behind it
     * @param observed what became of the pods
     * @param before the status until now; empty for a new Function
     * @param now the time of the pass
     */
    static FunctionStatus of(Reconciliation pass, Observed observed, Optional<FunctionStatus> before, Instant now) {
        Optional<ValidFunction> function = pass.function().value();
        List<Condition> conditions = new ArrayList<>();
        conditions.add(ready(pass, observed));
        conditions.add(honoured(pass));
        function.filter(valid -> valid.runtime().substituted())
                .map(StatusOf::substituted)
                .ifPresent(conditions::add);
        Long generation = pass.object().getMetadata().getGeneration();
        return new FunctionStatus(
                generation,
                function.map(valid -> valid.runtime().name()).orElse(null),
                function.map(valid -> valid.address().url()).orElse(null),
                observed.replicas(),
                observed.ready(),
                Conditions.since(
                        conditions, before.map(FunctionStatus::conditions).orElse(List.of()), generation, now));
    }

    private static Condition ready(Reconciliation pass, Observed observed) {
        List<Problem> problems = pass.function().problems();
        if (!problems.isEmpty()) {
            String meanwhile = observed.serving() > 0 ? "; the previous version goes on answering" : "";
            String text = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
            return Condition.of(Condition.READY, false, problems.getFirst().reason(), text + meanwhile);
        }
        return pass.failure().map(StatusOf::failed).orElse(observed.condition());
    }

    private static Condition failed(Reconciliation.Failure failure) {
        Reason reason =
                failure.cause() instanceof dev.dromedary.kube.Apply.NotOurs ? Reason.Conflict : Reason.StepFailed;
        return Condition.of(
                Condition.READY,
                false,
                reason,
                failure.step() + ": " + failure.cause().getMessage() + " (tried again by itself)");
    }

    private static Condition honoured(Reconciliation pass) {
        List<String> ignored = pass.function().unknown();
        return ignored.isEmpty()
                ? Condition.of(Condition.SPEC_HONOURED, true, Reason.AllFields, "Every field has its effect")
                : Condition.of(
                        Condition.SPEC_HONOURED,
                        false,
                        Reason.FieldsIgnored,
                        "These fields have no effect, remove or correct them: " + String.join(", ", ignored));
    }

    private static Condition substituted(ValidFunction function) {
        return Condition.of(
                Condition.RUNTIME_SUBSTITUTED,
                true,
                Reason.OldRuntime,
                "spec.runtime is " + function.spec().runtime() + ", which is no longer offered: the function runs on "
                        + function.runtime().name() + "; set spec.runtime to that once it works");
    }
}
