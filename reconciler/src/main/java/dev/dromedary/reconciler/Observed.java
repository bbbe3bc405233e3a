package dev.dromedary.reconciler;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;

/**
 * What became of a function's pods.
 *
 * @param replicas pods wanted
 * @param ready pods that answered their readiness probe and run the present spec
 * @param serving pods that answered, whichever spec they run
 * @param condition {@code Ready}
 */
record Observed(int replicas, int ready, int serving, Condition condition) {

    /**
     * Reads it out of what Kubernetes says.
     *
     * @param deployment empty: not there yet
     * @param fresh whether the Deployment was left as it was: one just written says nothing yet of the present spec
     * @param pods the function's pods, to name what keeps them from starting
     */
    static Observed of(Optional<Deployment> deployment, boolean fresh, List<Pod> pods) {
        if (deployment.isEmpty()) {
            return new Observed(0, 0, 0, progressing("The pods are being made"));
        }
        int replicas = orZero(deployment.get().getSpec().getReplicas());
        DeploymentStatus status =
                Optional.ofNullable(deployment.get().getStatus()).orElseGet(DeploymentStatus::new);
        int serving = orZero(status.getReadyReplicas());
        boolean current = fresh
                && Optional.ofNullable(status.getObservedGeneration()).orElse(0L)
                        >= deployment.get().getMetadata().getGeneration();
        int old = orZero(status.getReplicas()) - orZero(status.getUpdatedReplicas());
        int ready = current ? Math.max(0, serving - old) : 0;
        return new Observed(replicas, ready, serving, condition(replicas, ready, serving, pods));
    }

    /** Whether no pod of an older template is left. */
    static boolean isRolledOut(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        return status != null
                && orZero(status.getReplicas()) == orZero(status.getUpdatedReplicas())
                && Optional.ofNullable(status.getObservedGeneration()).orElse(0L)
                        >= deployment.getMetadata().getGeneration();
    }

    /** To be added where the present spec is not what answers: that something does; empty where nothing does. */
    String meanwhile() {
        return meanwhile(serving);
    }

    private static String meanwhile(int serving) {
        return serving > 0 ? "; the previous version goes on answering" : "";
    }

    private static Condition condition(int replicas, int ready, int serving, List<Pod> pods) {
        if (ready > 0) {
            return Condition.of(Condition.READY, true, Reason.Ready, "The function answers");
        }
        if (replicas == 0) {
            return Condition.of(
                    Condition.READY,
                    false,
                    Reason.ScaledToZero,
                    "No pod runs, for spec.deployment asks for 0 replicas");
        }
        String meanwhile = meanwhile(serving);
        return PodTrouble.in(pods)
                .map(trouble -> Condition.of(Condition.READY, false, Reason.PodFailing, trouble + meanwhile))
                .orElseGet(() -> progressing("The pods are starting" + meanwhile));
    }

    private static Condition progressing(String message) {
        return Condition.of(Condition.READY, false, Reason.Progressing, message);
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }
}
