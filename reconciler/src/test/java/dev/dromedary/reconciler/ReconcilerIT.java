package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.junit.jupiter.api.Test;

/** The whole reconciler against a real API server; what a kubelet would do, the test says in a Deployment's status. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class ReconcilerIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Inject
    CamelContext camel;

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    @Test
    void theStepsAreNodesOfTheRouteInTheirOrder() {
        List<String> nodes = camel
                .getCamelContextExtension()
                .getContextPlugin(org.apache.camel.model.Model.class)
                .getRouteDefinition(ReconcileRoute.ID)
                .getOutputs()
                .stream()
                .flatMap(node ->
                        node.getOutputs().isEmpty() ? java.util.stream.Stream.of(node) : node.getOutputs().stream())
                .map(NamedNode::getId)
                .toList();
        assertThat(nodes).containsSubsequence("plan", "ConfigMap", "Service", "Deployment", "HPA", "status");
    }

    @Test
    void aFunctionGetsItsObjectsAndIsReadyOnceItsPodsAre() {
        apply("hello", "hello.run", "python3.11");
        await().atMost(SOON).until(() -> deployment("hello") != null);
        assertThat(client.configMaps()
                        .inNamespace(namespace)
                        .withName("hello")
                        .get()
                        .getData())
                .containsEntry("hello.py", "def run(event, context): return 'hi'");
        assertThat(client.services()
                        .inNamespace(namespace)
                        .withName("hello")
                        .get()
                        .getSpec()
                        .getPorts())
                .hasSize(1);
        awaitReady("hello", "False", Reason.Progressing);

        podsAreReady("hello");
        awaitReady("hello", "True", Reason.Ready);
        assertThat(function("hello").getStatus().address()).isEqualTo("http://hello." + namespace + ".svc:8080");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(eventReasons("hello")).contains("Normal Ready"));
    }

    @Test
    void anOldRuntimeRunsOnTheNearestVersionAndSaysSo() {
        apply("old", "old.run", "python2.7");
        await().atMost(SOON).untilAsserted(() -> assertThat(condition("old", Condition.RUNTIME_SUBSTITUTED))
                .satisfies(c -> assertThat(c.message()).contains("python2.7").contains("python3.11")));
        assertThat(function("old").getStatus().runtime()).isEqualTo("python3.11");
    }

    @Test
    void aMistakeIsNamedAndMendingItHeals() {
        apply("wrong", "wrong.run", "cobol1");
        awaitReady("wrong", "False", Reason.UnknownRuntime);
        assertThat(condition("wrong", Condition.READY).message())
                .contains("spec.runtime")
                .contains("python3.11");
        assertThat(deployment("wrong")).isNull();
        apply("wrong", "wrong.run", "python3.11");
        await().atMost(SOON).until(() -> deployment("wrong") != null);
    }

    @Test
    void anObjectOfSomebodyElseStopsTheLaterStepsAndIsLeftAlone() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("taken")
                        .endMetadata()
                        .addToData("mine", "1")
                        .build())
                .create();
        apply("taken", "taken.run", "python3.11");
        awaitReady("taken", "False", Reason.Conflict);
        assertThat(client.services().inNamespace(namespace).withName("taken").get())
                .isNull();
        assertThat(deployment("taken")).isNull();
        client.configMaps().inNamespace(namespace).withName("taken").delete();
        await().atMost(SOON).until(() -> deployment("taken") != null);
    }

    @Test
    void whatIsDeletedByHandComesBack() {
        apply("drift", "drift.run", "python3.11");
        await().atMost(SOON).until(() -> deployment("drift") != null);
        client.services().inNamespace(namespace).withName("drift").delete();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> client.services()
                                .inNamespace(namespace)
                                .withName("drift")
                                .get()
                        != null);
    }

    @Test
    void aStatusThatSomebodyElseWroteIsSetRight() {
        apply("told", "told.run", "python3.11");
        awaitReady("told", "False", Reason.Progressing);
        client.resources(Function.class)
                .inNamespace(namespace)
                .withName("told")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"runtime\": \"cobol1\"}}");
        await().atMost(SOON)
                .until(() -> "python3.11".equals(function("told").getStatus().runtime()));
    }

    @Test
    void newSourceRollsThePodsAndTheSameSourceDoesNot() {
        apply("roll", "roll.run", "python3.11");
        await().atMost(SOON).until(() -> deployment("roll") != null);
        long before = deployment("roll").getMetadata().getGeneration();
        apply("roll", "roll.run", "python3.11");
        String changed = yaml("roll", "roll.run", "python3.11").replace("'hi'", "'ho'");
        client.resource(Yaml.object(changed)).serverSideApply();
        await().atMost(SOON).until(() -> deployment("roll").getMetadata().getGeneration() > before);
        assertThat(deployment("roll").getMetadata().getGeneration()).isEqualTo(before + 1);
    }

    private void apply(String name, String handler, String runtime) {
        client.resource(Yaml.object(yaml(name, handler, runtime))).serverSideApply();
    }

    private String yaml(String name, String handler, String runtime) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s, namespace: %s, annotations: {note: ""}}
                spec:
                  handler: %s
                  runtime: %s
                  function: "def run(event, context): return 'hi'"
                """
                .formatted(name, namespace, handler, runtime);
    }

    private List<String> eventReasons(String name) {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .map(event -> event.getType() + " " + event.getReason())
                .toList();
    }

    private void podsAreReady(String name) {
        Deployment deployment = deployment(name);
        deployment.setStatus(new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(1)
                .withUpdatedReplicas(1)
                .withReadyReplicas(1)
                .withAvailableReplicas(1)
                .build());
        client.resource(deployment).updateStatus();
    }

    private void awaitReady(String name, String status, Reason reason) {
        await().atMost(SOON).untilAsserted(() -> {
            Condition ready = condition(name, Condition.READY);
            assertThat(ready.status()).isEqualTo(status);
            assertThat(ready.reason()).isEqualTo(reason.name());
        });
    }

    private Condition condition(String name, String type) {
        assertThat(function(name).getStatus()).isNotNull();
        return Conditions.find(function(name).getStatus().conditions(), type).orElseThrow();
    }

    private Function function(String name) {
        return client.resources(Function.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }
}
