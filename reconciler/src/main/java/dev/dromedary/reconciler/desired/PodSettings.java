package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Problem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user, and the configuration, set on the pods of a function.
 *
 * @param written {@code spec.deployment} with the configuration's template merged in: the allowed fields alone
 * @param platformUsers whether user and group are left to the platform: OpenShift's {@code securityContext: {}}
 */
public record PodSettings(Deployment written, boolean platformUsers) {

    /** The Deployment's own settings. */
    DeploymentSpec deployment() {
        return Optional.ofNullable(written.getSpec()).orElseGet(DeploymentSpec::new);
    }

    /** Labels and annotations of the Deployment. */
    ObjectMeta metadata() {
        return Optional.ofNullable(written.getMetadata()).orElseGet(ObjectMeta::new);
    }

    /** Labels and annotations of the pods. */
    ObjectMeta podMetadata() {
        return Optional.ofNullable(deployment().getTemplate())
                .map(PodTemplateSpec::getMetadata)
                .orElseGet(ObjectMeta::new);
    }

    /** The pod. */
    PodSpec pod() {
        return Optional.ofNullable(deployment().getTemplate())
                .map(PodTemplateSpec::getSpec)
                .orElseGet(PodSpec::new);
    }

    /** The function's own container: the first. */
    public Container container() {
        return pod().getContainers().stream().findFirst().orElseGet(Container::new);
    }

    /** The containers beside it. */
    List<Container> sideCars() {
        return pod().getContainers().stream().skip(1).toList();
    }

    /** The user's own init containers: those with an image. */
    List<Container> initContainers() {
        return pod().getInitContainers().stream()
                .filter(container -> !isEmpty(container.getImage()))
                .toList();
    }

    /** What our init containers may use: said, as Kubeless has it, on the first init container. */
    Optional<ResourceRequirements> initResources() {
        return pod().getInitContainers().stream().findFirst().map(Container::getResources);
    }

    /** The image of the user's own, if one is set. */
    public Optional<String> image() {
        return Optional.ofNullable(container().getImage()).filter(image -> !image.isEmpty());
    }

    /** The account that the pods shall have, by its new or its old name. */
    public Optional<String> serviceAccount() {
        return Optional.ofNullable(pod().getServiceAccountName())
                .or(() -> Optional.ofNullable(pod().getServiceAccount()))
                .filter(name -> !name.isEmpty() && !name.equals("default"));
    }

    /** The pods' annotations as the user wrote them. */
    public Map<String, String> podAnnotations() {
        return Optional.ofNullable(podMetadata().getAnnotations()).orElse(Map.of());
    }

    /** What would be in the way of what we set ourselves. */
    public List<Problem> problems() {
        String path = "spec.deployment.spec.template.spec.";
        List<Problem> problems = new ArrayList<>();
        List<Volume> volumes = pod().getVolumes();
        for (int i = 0; i < volumes.size(); i++) {
            if (String.valueOf(volumes.get(i).getName()).startsWith(Mounts.OURS)) {
                problems.add(Problem.invalid(
                        path + "volumes[" + i + "].name", "names that begin with '" + Mounts.OURS + "' are taken"));
            }
        }
        var mounts = container().getVolumeMounts();
        for (int i = 0; i < mounts.size(); i++) {
            if (image().isEmpty() && Mounts.FUNCTION_PATH.equals(mounts.get(i).getMountPath())) {
                problems.add(Problem.invalid(
                        path + "containers[0].volumeMounts[" + i + "].mountPath",
                        "the function itself is at " + Mounts.FUNCTION_PATH + ": use another path"));
            }
        }
        if (Boolean.TRUE.equals(pod().getAutomountServiceAccountToken())
                && serviceAccount().isEmpty()) {
            problems.add(Problem.invalid(
                    path + "automountServiceAccountToken",
                    "a token needs serviceAccountName, and that account the annotation dromedary.dev/functions=true"));
        }
        return List.copyOf(problems);
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
