package dev.dromedary.reconciler;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What keeps a pod from serving, in words: the message a container left behind, or Kubernetes' own. */
final class PodTrouble {

    private static final int LONGEST = 900;
    private static final String OUT_OF_MEMORY = "OOMKilled";
    private static final Set<String> PATIENCE = Set.of("PodInitializing", "ContainerCreating");

    private PodTrouble() {}

    /** The trouble of the newest pod that has any. */
    static Optional<String> in(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .reversed())
                .flatMap(pod -> in(pod).stream())
                .findFirst();
    }

    private static Optional<String> in(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return Optional.empty();
        }
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                .flatMap(container -> in(container, pod.getSpec()).stream())
                .findFirst()
                .or(() -> unschedulable(status));
    }

    private static Optional<String> in(ContainerStatus container, PodSpec spec) {
        return Stream.of(container.getState(), container.getLastState())
                .flatMap(state -> in(state, container.getName(), spec).stream())
                .findFirst()
                .map(trouble -> "Container " + container.getName() + ": " + shortened(trouble));
    }

    private static Optional<String> in(ContainerState state, String container, PodSpec spec) {
        if (state == null) {
            return Optional.empty();
        }
        ContainerStateTerminated terminated = state.getTerminated();
        if (terminated != null && terminated.getExitCode() != 0) {
            String said = terminated.getMessage() == null ? terminated.getReason() : terminated.getMessage();
            // Of its end in want of memory a container itself knows nothing.
            String why = OUT_OF_MEMORY.equals(terminated.getReason())
                    ? "it took more memory than its limit" + memory(container, spec) + " (OOMKilled)"
                    : said;
            return Optional.of("ended with exit status " + terminated.getExitCode() + ": " + why);
        }
        ContainerStateWaiting waiting = state.getWaiting();
        // CrashLoopBackOff only says that it ended; how is in the last state.
        boolean says = waiting != null
                && waiting.getReason() != null
                && !PATIENCE.contains(waiting.getReason())
                && !waiting.getReason().equals("CrashLoopBackOff");
        return says ? Optional.of(waiting.getReason() + ": " + waiting.getMessage()) : Optional.empty();
    }

    /** The limit of a container's memory, to be added to a sentence; empty: there is none. */
    private static String memory(String container, PodSpec spec) {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .filter(one -> one.getName().equals(container))
                .flatMap(one -> Optional.ofNullable(one.getResources()).stream())
                .flatMap(resources -> Optional.ofNullable(resources.getLimits()).stream())
                .flatMap(limits -> Optional.ofNullable(limits.get("memory")).stream())
                .map(limit -> " of " + limit)
                .findFirst()
                .orElse("");
    }

    private static Optional<String> unschedulable(PodStatus status) {
        return status.getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType()))
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .map(message -> "No node can take the pod: " + shortened(message))
                .findFirst();
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " | ");
        return line.length() <= LONGEST ? line : "..." + line.substring(line.length() - LONGEST);
    }
}
