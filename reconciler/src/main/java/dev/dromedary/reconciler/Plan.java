package dev.dromedary.reconciler;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.desired.FunctionAutoscaler;
import dev.dromedary.reconciler.desired.FunctionDeployment;
import dev.dromedary.reconciler.desired.FunctionService;
import dev.dromedary.reconciler.desired.SourceConfigMap;
import java.util.List;

/** What should be, for a function: the objects in the order in which they are made. */
public final class Plan {

    /** The steps of a pass, in their order: the kinds that are made for a function. */
    public static final List<Kind> STEPS = List.of(Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT, Kind.AUTOSCALER);

    private Plan() {}

    /** The plan for a function under this configuration. */
    public static List<Wanted> of(ValidFunction function, Configuration configuration) {
        return List.of(
                SourceConfigMap.of(function, configuration.sources().caBundle()),
                FunctionService.of(function),
                FunctionDeployment.of(function, configuration),
                FunctionAutoscaler.of(function));
    }
}
