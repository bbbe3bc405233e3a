package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user may set on the pods of a function: an allow-list, read out of {@code spec.deployment} setting by setting.
 * What is not here is not taken over, and {@link Leftovers} names it.
 *
 * @param replicas empty: 1, or what the autoscaler says
 * @param env variables with literal values
 * @param resources as written; the defaults fill what is missing
 * @param pullPolicy empty: Kubernetes' own default
 * @param annotations of the pod template
 */
public record PodSettings(
        Optional<Integer> replicas,
        List<EnvVar> env,
        ResourceRequirements resources,
        Optional<String> pullPolicy,
        Map<String, String> annotations) {

    /** The settings in a Deployment that {@link #problems} finds nothing wrong with. */
    public static PodSettings of(Deployment deployment) {
        Optional<DeploymentSpec> spec = Optional.ofNullable(deployment.getSpec());
        Optional<PodTemplateSpec> template = spec.map(DeploymentSpec::getTemplate);
        Optional<Container> main = template.map(PodTemplateSpec::getSpec).flatMap(PodSettings::main);
        return new PodSettings(
                spec.map(DeploymentSpec::getReplicas),
                main.map(Container::getEnv).orElse(List.of()).stream()
                        .filter(variable -> variable.getValueFrom() == null)
                        .toList(),
                main.map(Container::getResources).orElseGet(ResourceRequirements::new),
                main.map(Container::getImagePullPolicy).filter(policy -> !policy.isEmpty()),
                template.map(PodTemplateSpec::getMetadata)
                        .map(metadata -> metadata.getAnnotations())
                        .orElse(Map.of()));
    }

    /** What in it cannot be carried out, and must not be passed over. */
    public static List<Problem> problems(Deployment deployment) {
        Optional<Container> main = Optional.ofNullable(deployment.getSpec())
                .map(DeploymentSpec::getTemplate)
                .map(PodTemplateSpec::getSpec)
                .flatMap(PodSettings::main);
        return main.map(Container::getImage).filter(image -> !image.isEmpty()).isPresent()
                ? List.of(new Problem(
                        "spec.deployment.spec.template.spec.containers[0].image",
                        Reason.NotSupported,
                        "an image of your own is not carried out by this version: name a runtime of the catalogue"))
                : List.of();
    }

    private static Optional<Container> main(PodSpec pod) {
        return pod.getContainers().stream().findFirst();
    }
}
