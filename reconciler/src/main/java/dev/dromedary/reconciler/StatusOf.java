package dev.dromedary.reconciler;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Apply;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status of a Function after a pass. */
final class StatusOf {

    /** What Kubernetes' own validation has against an object: the user's mistake, which it names. */
    private static final int UNPROCESSABLE = 422;

    private StatusOf() {}

    /**
     * What is to be said.
     *
     * @param pass the pass, with all its steps behind it
     * @param observed what became of the pods
     * @param configuration what there is to say of the installation's configuration
     * @param before the status until now; empty for a new Function
     * @param now the time of the pass
     */
    static FunctionStatus of(
            Reconciliation pass,
            Observed observed,
            Optional<Condition> configuration,
            Optional<FunctionStatus> before,
            Instant now) {
        Optional<ValidFunction> function = pass.function().value();
        List<Condition> conditions = new ArrayList<>();
        conditions.add(ready(pass, observed));
        conditions.add(Conditions.honoured(pass.function().unknown()));
        configuration.ifPresent(conditions::add);
        Optional<Runtimes> runtime = function.map(ValidFunction::code).flatMap(Code::onRuntime);
        runtime.flatMap(found -> Conditions.substituted(
                        function.orElseThrow().spec().runtime(), found.name(), found.substituted()))
                .ifPresent(conditions::add);
        image(pass.image()).ifPresent(conditions::add);
        Long generation = pass.object().getMetadata().getGeneration();
        return new FunctionStatus(
                generation,
                runtime.map(Runtimes::name).orElse(null),
                function.map(valid -> valid.address().url()).orElse(null),
                observed.replicas(),
                observed.ready(),
                FunctionImages.remembered(pass.image()),
                Conditions.since(
                        conditions, before.map(FunctionStatus::conditions).orElse(List.of()), generation, now));
    }

    private static Condition ready(Reconciliation pass, Observed observed) {
        List<Problem> problems = pass.function().problems();
        if (!problems.isEmpty()) {
            Condition wrong = Conditions.wrong(problems);
            return Condition.of(
                    Condition.READY, false, problems.getFirst().reason(), wrong.message() + observed.meanwhile());
        }
        if (pass.failure().isPresent()) {
            return failed(pass.failure().get());
        }
        return pass.deploys() ? observed.condition() : held(pass.image(), observed);
    }

    /** The pods stay as they are until the function's image is there. */
    private static Condition held(ImageState image, Observed observed) {
        Reason reason = image instanceof ImageState.Failed ? Reason.ImageBuildFailed : Reason.BuildingImage;
        return Condition.of(Condition.READY, false, reason, said(image) + observed.meanwhile());
    }

    private static Optional<Condition> image(ImageState image) {
        return switch (image) {
            case ImageState.NotWanted none -> Optional.empty();
            case ImageState.Building none ->
                Optional.of(Condition.of(Condition.IMAGE_BUILT, false, Reason.BuildingImage, said(image)));
            case ImageState.Built built ->
                Optional.of(Condition.of(Condition.IMAGE_BUILT, true, Reason.ImageBuilt, said(image)));
            case ImageState.Failed failed ->
                Optional.of(Condition.of(Condition.IMAGE_BUILT, false, Reason.ImageBuildFailed, said(image)));
        };
    }

    private static String said(ImageState image) {
        return switch (image) {
            case ImageState.NotWanted none -> "";
            case ImageState.Building none -> "The function's image is being made";
            case ImageState.Built built -> built.reference();
            case ImageState.Failed failed -> "The function's image could not be made: " + failed.message();
        };
    }

    private static Condition failed(Reconciliation.Failure failure) {
        Reason reason =
                switch (failure.cause()) {
                    case Apply.NotOurs conflict -> Reason.Conflict;
                    case ServiceAccounts.NotAllowed account -> Reason.ServiceAccountNotAllowed;
                    case KubernetesClientException refused
                    when refused.getCode() == UNPROCESSABLE -> Reason.InvalidSpec;
                    default -> Reason.StepFailed;
                };
        return Condition.of(
                Condition.READY,
                false,
                reason,
                failure.step() + ": " + said(failure.cause()) + " (tried again by itself)");
    }

    /** What the API server itself said, without the client's words around it. */
    private static String said(Exception cause) {
        return cause instanceof KubernetesClientException refused
                        && refused.getStatus() != null
                        && refused.getStatus().getMessage() != null
                ? refused.getStatus().getMessage()
                : cause.getMessage();
    }
}
