package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Scope;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pods of functions, by their label. Their addresses come from their status, which kubelets write: no user can have the
 * reconciler call another address.
 */
final class Pods {

    private static final String PORT = "prometheus.io/port";
    private static final int DEFAULT_PORT = 8080;
    private static final int LARGEST_PORT = 65_535;

    private final Cache cache;

    Pods(Cache cache) {
        this.cache = cache;
    }

    /**
     * A pod.
     *
     * @param uid tells it from one of the same name that was before
     * @param address empty where it does not run
     * @param port of its server, which has the metrics too
     */
    record Pod(String uid, String name, Map<String, String> labels, Optional<String> address, int port) {}

    /** The pods of each of these functions. */
    Map<Key, List<Pod>> of(Collection<Key> functions) {
        return functions.stream()
                .distinct()
                .flatMap(function -> cache.labelled(function.namespace(), Scope.FUNCTION, function.name()).stream())
                .collect(Collectors.groupingBy(Pods::function, Collectors.mapping(Pods::pod, Collectors.toList())));
    }

    private static Key function(GenericKubernetesResource object) {
        return new Key(object.getMetadata().getNamespace(), labels(object).getOrDefault(Scope.FUNCTION, ""));
    }

    private static Pod pod(GenericKubernetesResource object) {
        var metadata = object.getMetadata();
        return new Pod(
                metadata.getUid(),
                metadata.getName(),
                labels(object),
                // One that has ended may still have an address, which another pod has by now.
                Optional.ofNullable(object.<String>get("status", "podIP"))
                        .filter(address -> !address.isEmpty() && "Running".equals(object.get("status", "phase"))),
                port(metadata.getAnnotations()));
    }

    private static Map<String, String> labels(GenericKubernetesResource object) {
        return object.getMetadata().getLabels() == null
                ? Map.of()
                : object.getMetadata().getLabels();
    }

    private static int port(Map<String, String> annotations) {
        String port = annotations == null ? null : annotations.get(PORT);
        if (port == null || !port.matches("[0-9]{1,5}")) {
            return DEFAULT_PORT;
        }
        int number = Integer.parseInt(port);
        return number > 0 && number <= LARGEST_PORT ? number : DEFAULT_PORT;
    }
}
