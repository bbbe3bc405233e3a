package dev.dromedary.reconciler;

import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.FunctionCheck;
import dev.dromedary.crd.FunctionSource;
import dev.dromedary.crd.FunctionSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.reconciler.desired.Autoscaling;
import dev.dromedary.reconciler.desired.Leftovers;
import dev.dromedary.reconciler.desired.PodSettings;
import dev.dromedary.reconciler.desired.Ports;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2beta1.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Function object whole: all its problems at once, so that a user need not find them one by one. */
public final class FunctionReader {

    private FunctionReader() {}

    /** The function, or what is wrong with it; and which of its settings have no effect. */
    public static Reading<ValidFunction> read(GenericKubernetesResource object, Catalogue catalogue) {
        Reading<FunctionSpec> spec = StrictReader.spec(
                FunctionSpec.class, object.getAdditionalProperties().get("spec"));
        if (spec.value().isEmpty()) {
            return new Reading<>(Optional.empty(), spec.problems(), spec.unknown());
        }
        return read(object, spec.value().get(), spec.unknown(), catalogue);
    }

    private static Reading<ValidFunction> read(
            GenericKubernetesResource object, FunctionSpec spec, List<String> unknownKeys, Catalogue catalogue) {
        Reading<Deployment> deployment = StrictReader.embedded(Deployment.class, spec.deployment(), "spec.deployment");
        Reading<ServiceSpec> service = StrictReader.embedded(ServiceSpec.class, spec.service(), "spec.service");
        Reading<HorizontalPodAutoscaler> autoscaler =
                StrictReader.embedded(HorizontalPodAutoscaler.class, spec.autoscaler(), "spec.horizontalPodAutoscaler");

        List<Problem> problems =
                new ArrayList<>(FunctionCheck.problems(object.getMetadata().getName(), spec, catalogue));
        collect(problems, deployment, PodSettings::problems);
        collect(problems, service, Ports::problems);
        collect(problems, autoscaler, Autoscaling::problems);

        List<String> withoutEffect = new ArrayList<>(unknownKeys);
        withoutEffect.addAll(Leftovers.in(spec.deployment(), "spec.deployment"));
        withoutEffect.addAll(Leftovers.in(spec.service(), "spec.service"));
        withoutEffect.addAll(autoscaler.unknown());

        if (!problems.isEmpty()) {
            return new Reading<>(Optional.empty(), List.copyOf(problems), List.copyOf(withoutEffect));
        }
        Runtimes runtime = Runtimes.find(catalogue, spec.runtime()).orElseThrow();
        ValidFunction.Shape shape = new ValidFunction.Shape(
                Ports.of(service.value().orElseThrow()),
                PodSettings.of(deployment.value().orElseThrow()),
                Autoscaling.of(autoscaler.value().orElseThrow()));
        FunctionSource source = FunctionSource.of(spec, runtime.language());
        return new Reading<>(
                Optional.of(new ValidFunction(identity(object), spec, source, runtime, shape)),
                List.of(),
                List.copyOf(withoutEffect));
    }

    private static <T> void collect(
            List<Problem> problems, Reading<T> reading, java.util.function.Function<T, List<Problem>> check) {
        problems.addAll(reading.problems());
        reading.value().map(check).ifPresent(problems::addAll);
    }

    private static ValidFunction.Identity identity(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        return new ValidFunction.Identity(
                Key.of(object), metadata.getUid(), orEmpty(metadata.getLabels()), visible(metadata.getAnnotations()));
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    /** kubectl's own notes on the Function say nothing about what is made for it. */
    private static Map<String, String> visible(Map<String, String> annotations) {
        return orEmpty(annotations).entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("kubectl.kubernetes.io/"))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
