package dev.dromedary.faults;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** What a user does in a namespace of one's own, past the proxy. */
final class World implements AutoCloseable {

    private final Lab lab;
    private final KubernetesClient client;
    private final String namespace =
            "w" + UUID.randomUUID().toString().replace("-", "").substring(0, 10);

    World(Lab lab) {
        this.lab = lab;
        this.client = lab.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    String namespace() {
        return namespace;
    }

    FaultProxy proxy() {
        return lab.proxy();
    }

    /** A Function of Python, with more lines of spec, in YAML's flow style. */
    void function(String name, String more) {
        function(name, "", more);
    }

    /** One with more metadata besides. */
    void function(String name, String metadata, String more) {
        apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s%s}
                spec: {handler: a.b, runtime: python3.11, function: "x = 1"%s}
                """
                        .formatted(name, metadata, more));
    }

    /** Server-side apply, as the user; {@code UID-OF-f} becomes the uid of the Function f. */
    void apply(String yaml) {
        String text = yaml.contains("UID-OF-f") ? yaml.replace("UID-OF-f", uid("f")) : yaml;
        GenericKubernetesResource object = Yaml.object(text);
        object.getMetadata().setNamespace(namespace);
        client.resource(object).forceConflicts().serverSideApply();
    }

    private String uid(String function) {
        return at(Kind.FUNCTION, function).get().getMetadata().getUid();
    }

    Resource<GenericKubernetesResource> at(Kind kind, String name) {
        return client.genericKubernetesResources(ApiServer.context(kind))
                .inNamespace(namespace)
                .withName(name);
    }

    void delete(Kind kind, String name) {
        at(kind, name).delete();
    }

    void deleteNamespace() {
        client.namespaces().withName(namespace).delete();
    }

    /** Until something was made, by a reconciler that is started again where it was killed. */
    void awaitThere(Kind kind, String name) {
        await(kind + " " + name).atMost(Duration.ofMinutes(1)).until(() -> {
            lab.revive();
            return at(kind, name).get() != null;
        });
    }

    boolean isBeingDeleted() {
        var found = client.namespaces().withName(namespace).get();
        return found == null || found.getMetadata().getDeletionTimestamp() != null;
    }

    /** The installation's settings, with this image for the step that puts the source into place. */
    void configure(String provisionImage) {
        ConfigMap configuration = new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("kubeless")
                .withName("kubeless-config")
                .endMetadata()
                .withData(Map.of("runtime-images", Lab.CATALOGUE, "provision-image", provisionImage))
                .build();
        client.resource(configuration).createOr(existing -> existing.update());
    }

    /** The Functions first: otherwise their children would be made anew until the namespace is empty. */
    @Override
    public void close() {
        client.genericKubernetesResources(ApiServer.context(Kind.FUNCTION))
                .inNamespace(namespace)
                .delete();
        deleteNamespace();
    }
}
