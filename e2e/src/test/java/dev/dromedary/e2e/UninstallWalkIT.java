package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** Removing the installation removes everything, whatever Kubeless left behind; installing again starts anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("takes the installation away")
class UninstallWalkIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String HOST = "uninstall.example.com";

    /** {@code old} and its triggers come from Kubeless: each carries the finalizer that its controller set. */
    private static final String OBJECTS =
            """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: new}
            spec:
              handler: new.run
              runtime: python3.11
              function: "def run(event, context): return 'new'"
              horizontalPodAutoscaler:
                metadata: {name: new}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: new}
                  maxReplicas: 2
                  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]
            ---
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: old, finalizers: [kubeless.io/function]}
            spec: {handler: old.run, runtime: python3.6, function: "def run(event, context): return 'old'"}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: old, finalizers: [kubeless.io/httptrigger]}
            spec: {function-name: old, host-name: uninstall.example.com, path: old}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: CronJobTrigger
            metadata: {name: old, finalizers: [kubeless.io/cronjobtrigger]}
            spec: {function-name: old, schedule: "0 0 1 1 *"}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: KafkaTrigger
            metadata: {name: old, finalizers: [kubeless.io/kafkatrigger]}
            spec: {topic: old, functionSelector: {matchLabels: {topic: old}}}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: NATSTrigger
            metadata: {name: old, finalizers: [kubeless.io/natstrigger]}
            spec: {topic: old, functionSelector: {matchLabels: {topic: old}}}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: KinesisTrigger
            metadata: {name: old, finalizers: [kubeless.io/kenisistrigger]}
            spec: {function-name: old, aws-region: eu-west-1, stream: old, shard: shardId-000000000000, secret: old}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: new}
            spec: {function-name: new, host-name: uninstall.example.com, path: new}
            """;

    private final Cluster cluster = new Cluster();
    private final KubernetesClient client = cluster.client();
    private final Installation installation = new Installation(Path.of("../kustomize/overlays/dev"));

    /** Whatever was found: the walks that follow find an installation. */
    @AfterAll
    void leave() {
        free();
        installation.apply();
        cluster.awaitPrograms();
        cluster.close();
    }

    @Test
    @Order(1)
    void whatComesFromKubelessRuns() {
        cluster.apply(OBJECTS);
        allAnswer();
        // By the leading router, which after a crash (another walk's) may be none for as long as the Lease lasts.
        await("Kubeless' finalizers are taken off").atMost(Cluster.SOON).until(() -> Stream.of(
                        Kind.FUNCTION,
                        Kind.HTTP_TRIGGER,
                        Kind.CRON_JOB_TRIGGER,
                        Kind.KAFKA_TRIGGER,
                        Kind.NATS_TRIGGER,
                        Kind.KINESIS_TRIGGER)
                .allMatch(kind -> client.genericKubernetesResources(kind.apiVersion(), kind.name())
                        .inNamespace(cluster.namespace())
                        .withName("old")
                        .get()
                        .getMetadata()
                        .getFinalizers()
                        .isEmpty()));
    }

    @Test
    @Order(2)
    void removingTheInstallationLeavesNothing() {
        installation.delete(LONGEST);
        assertThat(definitions()).isEmpty();
        assertThat(client.namespaces().withName("kubeless").get()).isNull();
        assertThat(names(client.rbac().clusterRoles().list().getItems())).noneMatch(UninstallWalkIT::isOurs);
        assertThat(names(client.rbac().clusterRoleBindings().list().getItems())).noneMatch(UninstallWalkIT::isOurs);
        await("The garbage collector follows")
                .atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.madeForFunctions()).isEmpty());
    }

    @Test
    @Order(3)
    void installedAgainItMakesTheFunctionsAgain() {
        installation.apply();
        cluster.awaitPrograms();
        cluster.apply(OBJECTS);
        allAnswer();
    }

    /** Where something was stuck, it is let go, for what is half removed cannot be installed. */
    private void free() {
        definitions()
                .map(CustomResourceDefinitionContext::fromCrd)
                .map(context -> client.genericKubernetesResources(context).inNamespace(cluster.namespace()))
                .forEach(objects -> objects.resources()
                        .forEach(object -> object.edit(stuck -> {
                            stuck.getMetadata().setFinalizers(List.of());
                            return stuck;
                        })));
        await().atMost(Cluster.SOON).until(() -> definitions()
                .noneMatch(definition -> definition.getMetadata().getDeletionTimestamp() != null));
    }

    private Stream<CustomResourceDefinition> definitions() {
        return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(definition -> definition.getSpec().getGroup().equals(Kind.GROUP));
    }

    private void allAnswer() {
        cluster.awaitReady("new");
        cluster.awaitReady("old");
        await().atMost(Cluster.SOON).untilAsserted(() -> {
            assertThat(cluster.get(HOST, "/new")).isEqualTo("200 new");
            assertThat(cluster.get(HOST, "/old")).isEqualTo("200 old");
        });
    }

    private static boolean isOurs(String name) {
        return name.startsWith("kubeless-");
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(object -> object.getMetadata().getName()).toList();
    }
}
