package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which functions have an autoscaler that asks for their calls: nobody else's pods are looked at. */
final class ScaledFunctions {

    private final Cache autoscalers;

    ScaledFunctions(Cache autoscalers) {
        this.autoscalers = autoscalers;
    }

    /** Them, by the autoscalers that there are now. */
    Set<Key> all() {
        return autoscalers.list().stream().flatMap(ScaledFunctions::of).collect(Collectors.toSet());
    }

    private static Stream<Key> of(GenericKubernetesResource autoscaler) {
        String namespace = autoscaler.getMetadata().getNamespace();
        Object target = autoscaler.get("spec", "scaleTargetRef", "name");
        Object metrics = autoscaler.get("spec", "metrics");
        return metrics instanceof List<?> list
                ? list.stream()
                        .flatMap(metric -> Stream.concat(
                                of(at(metric, "object"), at(at(at(metric, "object"), "describedObject"), "name")),
                                of(at(metric, "pods"), target)))
                        .map(name -> new Key(namespace, name))
                : Stream.empty();
    }

    private static Stream<String> of(Object part, Object name) {
        return Series.CALLS.title().equals(at(at(part, "metric"), "name")) && name instanceof String text
                ? Stream.of(text)
                : Stream.empty();
    }

    private static Object at(Object tree, String key) {
        return tree instanceof Map<?, ?> map ? map.get(key) : null;
    }
}
