package dev.dromedary.local;

import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.ContentType;
import dev.dromedary.crd.FunctionCheck;
import dev.dromedary.crd.FunctionSource;
import dev.dromedary.crd.FunctionSpec;
import dev.dromedary.crd.FunctionSpecs;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.crd.StrictReader;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Function as a laptop runs it. Of {@code spec.deployment} the container's environment alone has a meaning here; what
 * else stands there, in {@code spec.service} and in {@code spec.horizontalPodAutoscaler} is for a cluster.
 *
 * @param wanted {@code spec.runtime} as written
 * @param source the files
 * @param runtime what it runs on
 * @param timeout of a call, whole seconds as text
 * @param env the user's variables
 */
record LocalFunction(
        Key key,
        String wanted,
        FunctionSource source,
        Catalogue.Match runtime,
        String timeout,
        Map<String, String> env) {

    /** The function, or what is wrong with it. */
    static Reading<LocalFunction> read(GenericKubernetesResource object, Catalogue catalogue) {
        Reading<FunctionSpec> reading = StrictReader.spec(
                FunctionSpec.class, object.getAdditionalProperties().get("spec"));
        if (reading.value().isEmpty()) {
            return new Reading<>(Optional.empty(), reading.problems(), reading.unknown());
        }
        FunctionSpec spec = reading.value().get();
        Reading<Deployment> deployment = StrictReader.embedded(Deployment.class, spec.deployment(), "spec.deployment");
        List<Problem> problems =
                new ArrayList<>(FunctionCheck.problems(object.getMetadata().getName(), spec, catalogue));
        problems.addAll(deployment.problems());
        elsewhere(spec).ifPresent(problems::add);
        List<String> ignored = new ArrayList<>(reading.unknown());
        if (!problems.isEmpty()) {
            return new Reading<>(Optional.empty(), List.copyOf(problems), List.copyOf(ignored));
        }
        Catalogue.Match runtime = catalogue.find(spec.runtime()).orElseThrow();
        LocalFunction function = new LocalFunction(
                Key.of(object),
                spec.runtime(),
                FunctionSource.of(spec, runtime.runtime()),
                runtime,
                FunctionSpecs.timeout(spec),
                env(deployment.value().orElseThrow(), ignored));
        return new Reading<>(Optional.of(function), List.of(), List.copyOf(ignored));
    }

    /** On a laptop a source is text or one file in base64. */
    private static Optional<Problem> elsewhere(FunctionSpec spec) {
        return ContentType.parse(spec.contentType())
                .filter(type -> type.isArchive() || type.base() == ContentType.Base.URL)
                .map(type -> new Problem(
                        "spec.function-content-type",
                        Reason.NotSupported,
                        "'" + type + "' is for a cluster: here use text or base64"));
    }

    private static Map<String, String> env(Deployment deployment, List<String> ignored) {
        Map<String, String> env = new LinkedHashMap<>();
        List<EnvVar> given = container(deployment).map(Container::getEnv).orElse(List.of());
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).getValueFrom() != null) {
                ignored.add("spec.deployment.spec.template.spec.containers[0].env[" + i + "].valueFrom");
            } else {
                env.put(
                        given.get(i).getName(),
                        Optional.ofNullable(given.get(i).getValue()).orElse(""));
            }
        }
        return env;
    }

    private static Optional<Container> container(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec())
                .map(spec -> spec.getTemplate())
                .map(template -> template.getSpec())
                .flatMap(pod -> pod.getContainers().stream().findFirst());
    }
}
