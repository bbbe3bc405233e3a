package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * An installation in one namespace, for that namespace: the overlay {@code single-namespace}. The installation for the whole
 * cluster would serve that namespace too, so it stands still meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("takes the installation away")
class SingleNamespaceWalkIT {

    private static final String SOLO = "solo";

    private final Instant begin = Instant.now();
    private final Cluster everywhere = new Cluster();
    private final KubernetesClient client = everywhere.client();
    private final Map<String, Integer> replicas = new HashMap<>();
    private Cluster solo;

    @BeforeAll
    void come() {
        client.apps().deployments().inNamespace("kubeless").list().getItems().forEach(deployment -> {
            replicas.put(
                    deployment.getMetadata().getName(), deployment.getSpec().getReplicas());
            scale(deployment.getMetadata().getName(), 0);
        });
        await().atMost(Cluster.SOON)
                .until(() ->
                        client.pods().inNamespace("kubeless").list().getItems().isEmpty());
        // A metrics API that nobody serves would keep namespaces from being deleted; it is registered again when they
        // are back.
        client.resources(APIService.class)
                .withLabel("dromedary.dev/custom-metrics")
                .delete();
        everywhere.apply(objects("other"));
        new Installation(Path.of("src/test/kustomize", SOLO)).apply();
        solo = new Cluster(SOLO, SOLO);
        solo.awaitPrograms();
    }

    @AfterAll
    void leave() {
        client.namespaces().withName(SOLO).delete();
        replicas.forEach(this::scale);
        everywhere.awaitPrograms();
        everywhere.close();
    }

    @Test
    @Order(1)
    void aFunctionOfTheNamespaceAnswersThroughItsOwnRouter() {
        solo.apply(objects("own"));
        solo.awaitReady("own");
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(solo.get("own.example.com", "/"))
                .isEqualTo("200 own"));
    }

    @Test
    @Order(2)
    void nothingOfAnotherNamespaceIsTouchedOrReadOrMayBe() {
        assertThat(everywhere.ready("other")).isEmpty();
        assertThat(everywhere.madeForFunctions()).isEmpty();
        assertThat(solo.get("other.example.com", "/")).startsWith("404");
        assertThat(AuditLog.ofPrograms(SOLO).since(begin).stream().filter(request -> !request.isAboutNoObject()))
                .isNotEmpty()
                .allMatch(AuditLog.Request::isAllowed)
                .allMatch(request -> request.namespace().equals(SOLO));
        assertThat(client.rbac().clusterRoleBindings().list().getItems())
                .flatExtracting(binding -> binding.getSubjects())
                .noneMatch(subject -> SOLO.equals(subject.getNamespace()));
    }

    @Test
    @Order(3)
    void itGoesWithItsNamespaceAndTheOtherInstallationGoesOn() {
        client.namespaces().withName(SOLO).delete();
        await().atMost(Cluster.SOON)
                .until(() -> client.namespaces().withName(SOLO).get() == null);
        replicas.forEach(this::scale);
        everywhere.awaitReady("other");
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(everywhere.get("other.example.com", "/"))
                .isEqualTo("200 other"));
    }

    private void scale(String program, int copies) {
        client.apps().deployments().inNamespace("kubeless").withName(program).scale(copies);
    }

    private static String objects(String name) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %1$s}
                spec:
                  handler: %1$s.run
                  runtime: python3.11
                  function: "def run(event, context): return '%1$s'"
                ---
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: %1$s}
                spec: {function-name: %1$s, host-name: %1$s.example.com}
                ---
                apiVersion: kubeless.io/v1beta1
                kind: NATSTrigger
                metadata: {name: %1$s}
                spec: {topic: %1$s, functionSelector: {}}
                ---
                apiVersion: kubeless.io/v1beta1
                kind: KinesisTrigger
                metadata: {name: %1$s}
                spec: {function-name: %1$s, stream: %1$s, aws-region: eu-west-1, secret: %1$s}
                """
                .formatted(name);
    }
}
