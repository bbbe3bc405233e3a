package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.Problem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a user, and the configuration, set on the pods of a function.
 *
 * @param written {@code spec.deployment} with the configuration's template merged in: the allowed fields alone
 * @param platformUsers whether user and group are left to the platform: OpenShift's {@code securityContext: {}}
 */
public record PodSettings(Deployment written, boolean platformUsers) {

    private static final String POD = "spec.deployment.spec.template.spec.";

    /** The Deployment's own settings. */
    DeploymentSpec deployment() {
        return Optional.ofNullable(written.getSpec()).orElseGet(DeploymentSpec::new);
    }

    /** Labels and annotations of the Deployment. */
    public ObjectMeta metadata() {
        return Optional.ofNullable(written.getMetadata()).orElseGet(ObjectMeta::new);
    }

    /** Labels and annotations of the pods. */
    public ObjectMeta podMetadata() {
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

    /** What would be in the way of what we set ourselves. */
    public List<Problem> problems() {
        return Stream.of(volumeNames(), mounts(), account())
                .flatMap(List::stream)
                .toList();
    }

    private List<Problem> volumeNames() {
        List<Volume> volumes = pod().getVolumes();
        return IntStream.range(0, volumes.size())
                .filter(i -> String.valueOf(volumes.get(i).getName()).startsWith(Mounts.OURS))
                .mapToObj(i -> Problem.invalid(
                        POD + "volumes[" + i + "].name", "names that begin with '" + Mounts.OURS + "' are taken"))
                .toList();
    }

    /** An image of the user's own has nothing of ours there. */
    private List<Problem> mounts() {
        List<VolumeMount> mounts = container().getVolumeMounts();
        return IntStream.range(0, image().isPresent() ? 0 : mounts.size())
                .filter(i -> Mounts.isFunctionPath(mounts.get(i).getMountPath()))
                .mapToObj(i -> Problem.invalid(
                        POD + "containers[0].volumeMounts[" + i + "].mountPath",
                        "the function itself is at " + Mounts.FUNCTION_PATH + ": use another path"))
                .toList();
    }

    /** Whether the account is there and may be had, the world says later; here is what can be seen from the name. */
    private List<Problem> account() {
        Optional<String> account = serviceAccount();
        boolean token = Boolean.TRUE.equals(pod().getAutomountServiceAccountToken());
        if (account.isEmpty() && token) {
            return List.of(Problem.invalid(
                    POD + "automountServiceAccountToken",
                    "a token needs serviceAccountName, and that account the annotation dromedary.dev/functions=true"));
        }
        String field = pod().getServiceAccountName() == null ? "serviceAccount" : "serviceAccountName";
        return account
                .flatMap(ObjectName::trouble)
                .map(trouble -> Problem.invalid(
                        POD + field, trouble + "; an account is always one of the function's own namespace"))
                .stream()
                .toList();
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
