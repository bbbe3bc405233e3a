package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Problem;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with an autoscaler's {@code behavior}; the limits are Kubernetes' own (HorizontalPodAutoscaler v2, HPAScalingRules). */
final class AutoscalingBehaviorCheck {

    private static final int LONGEST_STABILIZATION = 3600;
    private static final int LONGEST_PERIOD = 1800;

    private AutoscalingBehaviorCheck() {}

    static List<Problem> problems(HorizontalPodAutoscalerBehavior behavior, String path) {
        List<Problem> problems = new ArrayList<>();
        rules(behavior.getScaleUp(), path + ".scaleUp", problems);
        rules(behavior.getScaleDown(), path + ".scaleDown", problems);
        return problems;
    }

    private static void rules(HPAScalingRules rules, String path, List<Problem> problems) {
        if (rules == null) {
            return;
        }
        Integer seconds = rules.getStabilizationWindowSeconds();
        if (seconds != null && (seconds < 0 || seconds > LONGEST_STABILIZATION)) {
            problems.add(
                    Problem.invalid(path + ".stabilizationWindowSeconds", "must be 0 to " + LONGEST_STABILIZATION));
        }
        String select = rules.getSelectPolicy();
        if (select != null && !List.of("Max", "Min", "Disabled").contains(select)) {
            problems.add(Problem.invalid(path + ".selectPolicy", "must be Max, Min or Disabled"));
        }
        List<HPAScalingPolicy> policies = rules.getPolicies() == null ? List.of() : rules.getPolicies();
        for (int i = 0; i < policies.size(); i++) {
            if (!isGood(policies.get(i))) {
                problems.add(Problem.invalid(
                        path + ".policies[" + i + "]",
                        "must have a type, Pods or Percent, a value above 0 and periodSeconds of 1 to "
                                + LONGEST_PERIOD));
            }
        }
    }

    private static boolean isGood(HPAScalingPolicy policy) {
        return policy != null
                && List.of("Pods", "Percent").contains(String.valueOf(policy.getType()))
                && policy.getValue() != null
                && policy.getValue() > 0
                && policy.getPeriodSeconds() != null
                && policy.getPeriodSeconds() > 0
                && policy.getPeriodSeconds() <= LONGEST_PERIOD;
    }
}
