package dev.dromedary.reconciler;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.desired.FunctionAutoscaler;
import dev.dromedary.reconciler.desired.FunctionDeployment;
import dev.dromedary.reconciler.desired.FunctionService;
import dev.dromedary.reconciler.desired.SourceConfigMap;
import java.util.ArrayList;
import java.util.List;

/** What should be, for a function: the objects in the order in which they are made. */
public final class Plan {

    /** The steps of a pass, in their order: the kinds that are made for a function. */
    public static final List<Kind> STEPS = List.of(Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT, Kind.AUTOSCALER);

    private Plan() {}

    /** The plan for a function under this configuration. */
    public static List<Wanted> of(ValidFunction function, Configuration configuration) {
        List<Wanted> plan = new ArrayList<>();
        plan.add(SourceConfigMap.of(function));
        if (function.code() instanceof Code.Injected code) {
            plan.add(SourceConfigMap.ofPods(
                    function, code, configuration.sources().caBundle()));
        }
        plan.add(FunctionService.of(function));
        plan.add(FunctionDeployment.of(function, configuration));
        plan.add(FunctionAutoscaler.of(function));
        return List.copyOf(plan);
    }
}
