package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A Function's autoscaler comes, changes and goes; what there was of Kubeless is taken over. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class AutoscalerIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REPLICAS = ", deployment: {spec: {replicas: 5}}";

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    @Test
    void itComesChangesAndGoes() {
        apply("f", rule(3));
        await().atMost(SOON).until(() -> autoscaler("f") != null);
        apply("f", rule(4));
        await().atMost(SOON).until(() -> autoscaler("f").getSpec().getMaxReplicas() == 4);
        apply("f", "");
        await().atMost(SOON).until(() -> autoscaler("f") == null);
    }

    @Test
    void switchingItOnAndOffLeavesThePodsThatThereAre() {
        apply("f", REPLICAS);
        await().atMost(SOON).until(() -> deployment("f") != null);
        assertThat(deployment("f").getSpec().getReplicas()).isEqualTo(5);
        apply("f", REPLICAS + rule(9));
        await().atMost(SOON).until(() -> autoscaler("f") != null);
        assertThat(deployment("f").getSpec().getReplicas()).isEqualTo(5);
        client.apps().deployments().inNamespace(namespace).withName("f").scale(7);
        apply("f", "");
        await().atMost(SOON).until(() -> autoscaler("f") == null);
        assertThat(deployment("f").getSpec().getReplicas()).isEqualTo(7);
        apply("f", REPLICAS);
        await().atMost(SOON).until(() -> deployment("f").getSpec().getReplicas() == 5);
    }

    @Test
    void theOneThatKubelessMadeIsTakenOver() {
        client.resource(Yaml.object(kubelessMade("created-by: kubeless"))).create();
        apply("f", rule(4));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(autoscaler("f").getSpec().getMaxReplicas()).isEqualTo(4);
            assertThat(autoscaler("f").getMetadata().getOwnerReferences()).hasSize(1);
            assertThat(autoscaler("f").getSpec().getMetrics()).hasSize(1);
        });
    }

    @Test
    void theOneThatSomebodyElseMadeIsNot() {
        client.resource(Yaml.object(kubelessMade("mine: really"))).create();
        apply("f", rule(4));
        await().atMost(SOON).until(() -> deployment("f") != null);
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> autoscaler("f").getSpec().getMaxReplicas() == 2);
    }

    private static String rule(int max) {
        return ", horizontalPodAutoscaler: {metadata: {name: f}, spec: {maxReplicas: " + max
                + ", scaleTargetRef: {name: f}, metrics: [{type: Object, object: {metricName: function_calls,"
                + " target: {kind: Service, name: f}, targetValue: \"10\"}}]}}";
    }

    private String kubelessMade(String label) {
        return """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: f, namespace: %s, labels: {%s}}
                spec:
                  maxReplicas: 2
                  scaleTargetRef: {apiVersion: apps/v1beta1, kind: Deployment, name: f}
                  metrics:
                  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 10}}}
                """
                .formatted(namespace, label);
    }

    private void apply(String name, String more) {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s, namespace: %s}
                spec: {handler: a.b, runtime: python3.11, function: "x = 1"%s}
                """
                                .formatted(name, namespace, more)))
                .serverSideApply();
    }

    private HorizontalPodAutoscaler autoscaler(String name) {
        return client.autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }
}
