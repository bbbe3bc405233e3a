package dev.dromedary.reconciler;

import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.configuration.ConfigurationState;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One pass over one Function, as it travels through the route.
 *
 * @param object the Function as last heard
 * @param function what was read of it
 * @param image how far the function's image is
 * @param plan what should be; empty where the function cannot be carried out
 * @param applied the kinds that were written in this pass, so that what is known of them is out of date
 * @param failure the step that failed and why; the steps after it were not taken
 */
record Reconciliation(
        GenericKubernetesResource object,
        Reading<ValidFunction> function,
        ImageState image,
        List<Wanted> plan,
        Set<Kind> applied,
        Optional<Failure> failure) {

    /**
     * A step that failed.
     *
     * @param step the kind it was about
     * @param cause what the API server, or we, had against it
     */
    record Failure(Kind step, Exception cause) {}

    /** Where no configuration was ever good, nothing can be planned: what there is stays as it is. */
    static Reconciliation of(
            GenericKubernetesResource object, ConfigurationState configuration, FunctionImages images) {
        return configuration
                .inForce()
                .map(inForce -> of(object, inForce, images))
                .orElseGet(() -> {
                    Problem problem = Problem.configuration("", configuration.message());
                    return new Reconciliation(
                            object,
                            new Reading<>(Optional.empty(), List.of(problem), List.of()),
                            new ImageState.NotWanted(),
                            List.of(),
                            Set.of(),
                            Optional.empty());
                });
    }

    private static Reconciliation of(
            GenericKubernetesResource object, Configuration configuration, FunctionImages images) {
        Reading<ValidFunction> function = FunctionReader.read(object, configuration);
        ImageState image = function.value()
                .map(valid -> images.of(object, valid, configuration))
                .orElseGet(ImageState.NotWanted::new);
        List<Wanted> plan = function.value()
                .map(valid -> Plan.of(valid, configuration, image))
                .orElse(List.of());
        return new Reconciliation(object, function, image, plan, Set.of(), Optional.empty());
    }

    /** What the plan says about a kind. */
    List<Wanted> wanted(Kind kind) {
        return plan.stream().filter(wanted -> wanted.kind().equals(kind)).toList();
    }

    /** Whether a Deployment is among it: while an image is being made the pods stay as they are. */
    boolean deploys() {
        return !wanted(Kind.DEPLOYMENT).isEmpty();
    }

    Reconciliation withApplied(Kind kind) {
        Set<Kind> more = new HashSet<>(applied);
        more.add(kind);
        return new Reconciliation(object, function, image, plan, more, failure);
    }

    Reconciliation withFailure(Failure happened) {
        return new Reconciliation(object, function, image, plan, applied, Optional.of(happened));
    }
}
