package dev.dromedary.reconciler;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Builds;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.desired.BuildJob;
import dev.dromedary.reconciler.desired.FunctionAutoscaler;
import dev.dromedary.reconciler.desired.FunctionDeployment;
import dev.dromedary.reconciler.desired.FunctionService;
import dev.dromedary.reconciler.desired.PodSource;
import dev.dromedary.reconciler.desired.SourceConfigMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What should be, for a function: the objects in the order in which they are made. */
public final class Plan {

    /** The steps of a pass, in their order: the kinds that are made for a function. */
    public static final List<Kind> STEPS =
            List.of(Kind.CONFIG_MAP, Kind.SERVICE, Kind.JOB, Kind.DEPLOYMENT, Kind.AUTOSCALER);

    private Plan() {}

    /** The plan for a function under this configuration, where no image is to be made of it. */
    public static List<Wanted> of(ValidFunction function, Configuration configuration) {
        return of(function, configuration, new ImageState.NotWanted());
    }

    /**
     * The plan for a function under this configuration. While its image is being made its pods stay as they are: no
     * Deployment is planned.
     *
     * @param image how far the function's image is
     */
    public static List<Wanted> of(ValidFunction function, Configuration configuration, ImageState image) {
        List<Wanted> plan = new ArrayList<>();
        plan.add(SourceConfigMap.of(function));
        Optional<PodSource> source =
                image instanceof ImageState.Built ? Optional.empty() : PodSource.of(function, configuration);
        source.map(read -> SourceConfigMap.ofPods(function, read)).ifPresent(plan::add);
        plan.add(FunctionService.of(function));
        job(function, configuration, image).ifPresent(plan::add);
        deployed(function, configuration, image)
                .map(ready -> FunctionDeployment.of(ready, configuration, source))
                .ifPresent(plan::add);
        plan.add(FunctionAutoscaler.of(function));
        return List.copyOf(plan);
    }

    private static Optional<Wanted> job(ValidFunction function, Configuration configuration, ImageState image) {
        boolean wanted = image instanceof ImageState.Building || image instanceof ImageState.Failed;
        return wanted && function.code() instanceof Code.Injected code
                ? Optional.of(new BuildJob(function, code, configuration).wanted())
                : Optional.empty();
    }

    /** The function as its pods shall be now; empty: they stay as they are. */
    private static Optional<ValidFunction> deployed(
            ValidFunction function, Configuration configuration, ImageState image) {
        return switch (image) {
            case ImageState.NotWanted none -> Optional.of(function);
            case ImageState.Building none -> Optional.empty();
            case ImageState.Built built ->
                Optional.of(function.with(new Code.Built((Code.Injected) function.code(), built.reference())));
            case ImageState.Failed none ->
                configuration.builds().onFailure() == Builds.OnFailure.INJECT
                        ? Optional.of(function)
                        : Optional.empty();
        };
    }
}
