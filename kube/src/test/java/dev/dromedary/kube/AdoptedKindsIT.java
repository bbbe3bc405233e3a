package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kinds of Kubeless' objects with fields that nobody sends, or that were written in a version of the API that is gone. */
class AdoptedKindsIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata: {namespace: %s, name: f, labels: {created-by: kubeless}}
            spec: {type: NodePort, selector: {%s}, ports: [{name: http, protocol: TCP, port: 8080, targetPort: 8080}], %s}
            """;

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(namespace), "test");
    private final Apply apply = new Apply(client, resources, Fence.OPEN, "test");

    @AfterEach
    void close() {
        resources.close();
    }

    /** Its address and its port on the nodes are the API server's to choose: nobody sends them, and they stay. */
    @Test
    void aServiceKeepsItsAddressAndItsPort() {
        create(Kind.SERVICE, SERVICE.formatted(namespace, "function: f, team: a", "sessionAffinity: ClientIP"));
        client.genericKubernetesResources(ApiServer.context(Kind.SERVICE))
                .inNamespace(namespace)
                .withName("f")
                .patch(MERGE, "{\"metadata\": {\"managedFields\": [{}]}}");
        var before = service().getSpec();
        apply(Kind.SERVICE, SERVICE.formatted(namespace, "function: f", "sessionAffinity: null"));
        var after = service().getSpec();
        assertThat(after.getClusterIP()).isEqualTo(before.getClusterIP());
        assertThat(after.getPorts().getFirst().getNodePort())
                .isEqualTo(before.getPorts().getFirst().getNodePort());
        assertThat(after.getSelector()).isEqualTo(Map.of("function", "f"));
        assertThat(after.getSessionAffinity()).isEqualTo("None");
    }

    /** Kubeless spoke autoscaling/v2beta1, which is gone: what was written in another version counts the same. */
    @Test
    void anAutoscalerOfAnotherVersionIsTakenOver() {
        String autoscaler =
                """
                apiVersion: autoscaling/%s
                kind: HorizontalPodAutoscaler
                metadata: {namespace: %s, name: f, labels: {created-by: kubeless}, annotations: {theirs: "1"}}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: f}, minReplicas: 2, maxReplicas: 9%s}
                """;
        create(Kind.AUTOSCALER, autoscaler.formatted("v1", namespace, ", targetCPUUtilizationPercentage: 70"));
        String wanted = autoscaler.replace(", annotations: {theirs: \"1\"}", "").replace("minReplicas: 2, ", "");
        apply(
                Kind.AUTOSCALER,
                wanted.formatted(
                        "v2",
                        namespace,
                        ", metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 50}}}]"));
        var after = client.autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .withName("f")
                .get();
        assertThat(after.getSpec().getMinReplicas()).isEqualTo(1);
        assertThat(after.getMetadata().getAnnotations()).doesNotContainKey("theirs");
        assertThat(after.getSpec().getMetrics())
                .singleElement()
                .satisfies(metric -> assertThat(metric.getResource().getName()).isEqualTo("memory"));
    }

    private void create(Kind kind, String yaml) {
        Maker.kubeless(client).create(Yaml.object(yaml));
        await().atMost(SOON)
                .until(() -> resources.cache(kind).get(new Key(namespace, "f")).isPresent());
    }

    private void apply(Kind kind, String yaml) {
        assertThat(apply.apply(new Wanted.Present(kind, Yaml.object(yaml)))).isEqualTo(Apply.Outcome.APPLIED);
    }

    private Service service() {
        return client.services().inNamespace(namespace).withName("f").get();
    }
}
