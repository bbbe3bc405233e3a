package dev.dromedary.local;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.MemoryResources;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Scope;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;

/** What a cluster would say of the functions' processes: a Pod each, and where they answer. */
final class Pods {

    private Pods() {}

    /** The functions whose processes come and go. */
    static List<Related> related(MemoryResources resources) {
        return List.of(Related.madeForFunctions(resources.cache(Kind.POD)));
    }

    /** From now on calls of the function go to this port. */
    static void publish(MemoryResources resources, Key function, int port) {
        resources.put(Kind.POD, object(Kind.POD, pod(function, port), function, Map.of()));
        resources.put(
                Kind.ENDPOINT_SLICE,
                object(
                        Kind.ENDPOINT_SLICE,
                        function,
                        function,
                        Map.of(
                                "addressType", "IPv4",
                                "ports", List.of(Map.of("port", port)),
                                "endpoints",
                                        List.of(Map.of(
                                                "addresses", List.of(FunctionServer.HOST),
                                                "conditions", Map.of("ready", true))))));
    }

    /** Calls of the function go nowhere. */
    static void withdraw(MemoryResources resources, Key function) {
        resources.remove(Kind.ENDPOINT_SLICE, function);
    }

    /** A process has ended. */
    static void ended(MemoryResources resources, Key function, int port) {
        resources.remove(Kind.POD, pod(function, port));
    }

    private static Key pod(Key function, int port) {
        return new Key(function.namespace(), function.name() + "-" + port);
    }

    private static GenericKubernetesResource object(Kind kind, Key key, Key function, Map<String, Object> fields) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(kind.apiVersion());
        object.setKind(kind.name());
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.name())
                .withLabels(Map.of(
                        Scope.CREATED_BY,
                        Scope.KUBELESS,
                        Scope.FUNCTION,
                        function.name(),
                        "kubernetes.io/service-name",
                        function.name()))
                .build());
        object.setAdditionalProperties(new java.util.HashMap<>(fields));
        return object;
    }
}
