package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/** Functions in a namespace of their own on the real API server; what a kubelet would do is said in their status. */
record Functions(KubernetesClient client, String namespace) {

    static Functions inNewNamespace() {
        RealApiServer server = RealApiServer.shared();
        return new Functions(server.client(), server.newNamespace());
    }

    /** A Python function whose body this is. */
    void apply(String name, String body) {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s, namespace: %s}
                spec: {handler: %s.run, runtime: python3.11, function: "def run(event, context): %s"}
                """
                                .formatted(name, namespace, name, body)))
                .serverSideApply();
    }

    /** Sets keys of the installation's configuration. */
    void configure(Map<String, String> entries) {
        client.configMaps().inNamespace("kubeless").withName("kubeless-config").edit(map -> {
            map.getData().putAll(entries);
            return map;
        });
    }

    Condition condition(String name, String type) {
        Function function = client.resources(Function.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        assertThat(function.getStatus()).isNotNull();
        return Conditions.find(function.getStatus().conditions(), type).orElseThrow();
    }

    Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }

    /** All pods are of the present template, and answer. */
    void rolledOut(String name) {
        answering(name, 1);
    }

    /** All pods are of the present template, and so many answer. */
    void answering(String name, int ready) {
        client.resource(deployment(name)).editStatus(deployment -> {
            deployment.setStatus(new DeploymentStatusBuilder()
                    .withObservedGeneration(deployment.getMetadata().getGeneration())
                    .withReplicas(1)
                    .withUpdatedReplicas(1)
                    .withReadyReplicas(ready)
                    .withAvailableReplicas(ready)
                    .build());
            return deployment;
        });
    }

    /** The ConfigMaps that its pods read. */
    List<ConfigMap> sources(String name) {
        return client.configMaps()
                .inNamespace(namespace)
                .withLabels(Map.of("function", name))
                .withLabel("dromedary.dev/source")
                .list()
                .getItems();
    }
}
