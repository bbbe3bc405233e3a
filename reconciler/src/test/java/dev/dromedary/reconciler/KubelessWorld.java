package dev.dromedary.reconciler;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Maker;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The function {@code hello} and what Kubeless made of it, in a namespace of its own. */
record KubelessWorld(KubernetesClient client, String namespace) {

    private static final String AUTOSCALED =
            """
              horizontalPodAutoscaler:
                apiVersion: autoscaling/v2beta1
                kind: HorizontalPodAutoscaler
                metadata: {name: hello, namespace: NAMESPACE, labels: {created-by: kubeless, function: hello}}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1beta1, kind: Deployment, name: hello}
                  minReplicas: 2
                  maxReplicas: 4
                  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 70}}]
            """;

    static KubelessWorld inNewNamespace() {
        RealApiServer server = RealApiServer.shared();
        return new KubelessWorld(server.client(), server.newNamespace());
    }

    /** The Function as a user of Kubeless has it. */
    GenericKubernetesResource function(boolean autoscaled) {
        String yaml = read("function");
        String written = autoscaled ? yaml.replaceAll("(?s)  horizontalPodAutoscaler:.*", AUTOSCALED) : yaml;
        return Yaml.object(written.replace("NAMESPACE", namespace));
    }

    /** Creates it, and what Kubeless' controller made for it. */
    void create(boolean autoscaled) {
        GenericKubernetesResource function =
                client.resource(function(autoscaled)).create();
        Stream<String> made = Stream.of(read("children").split("---\n"));
        Stream.concat(made, autoscaled ? Stream.of(read("autoscaler")) : Stream.empty())
                .map(yaml -> yaml.replace("NAMESPACE", namespace)
                        .replace("UID", function.getMetadata().getUid()))
                .map(Yaml::object)
                .forEach(Maker.kubeless(client)::create);
    }

    /** What is there under the function's name; {@code null}: nothing. */
    GenericKubernetesResource get(Kind kind) {
        return client.genericKubernetesResources(kind.apiVersion(), kind.name())
                .inNamespace(namespace)
                .withName("hello")
                .get();
    }

    /**
     * What we say of an object: all of it but names and places, what the API server chose, and how many pods there are, which
     * is nobody's to say here.
     */
    Map<String, Object> said(Kind kind) {
        GenericKubernetesResource object = get(kind);
        Map<String, Object> said = new TreeMap<>(object.getAdditionalProperties());
        said.remove("status");
        said.computeIfPresent("spec", (name, spec) -> {
            Map<String, Object> copy = new TreeMap<>();
            ((Map<?, ?>) spec).forEach((field, value) -> copy.put(field.toString(), value));
            Stream.of("clusterIP", "clusterIPs", "replicas").forEach(copy::remove);
            return copy;
        });
        Map<String, String> annotations = new TreeMap<>(object.getMetadata().getAnnotations());
        annotations.remove("dromedary.dev/applied");
        said.put("annotations", annotations);
        said.put("labels", object.getMetadata().getLabels());
        return said;
    }

    private static String read(String name) {
        try (InputStream in = KubelessWorld.class.getResourceAsStream("/kubeless/" + name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
