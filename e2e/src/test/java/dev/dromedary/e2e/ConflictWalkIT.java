package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the name that a function needs is taken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictWalkIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private final Cluster cluster = new Cluster();

    @AfterAll
    void leave() {
        cluster.close();
    }

    /** Of each kind that a function has one of under its own name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ConfigMap               | v1             | data: {}
                    Service                 | v1             | spec: {ports: [{port: 80}]}
                    HorizontalPodAutoscaler | autoscaling/v2 | spec: {maxReplicas: 1, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}
                    Deployment              | apps/v1        | spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}
                    """)
    void anObjectOfSomebodyElseIsNamedAndLeftAlone(String kind, String version, String content) {
        String name = "of-another-" + kind.toLowerCase(Locale.ROOT);
        cluster.apply("apiVersion: %s%nkind: %s%nmetadata: {name: %s}%n%s%n".formatted(version, kind, name, content));
        cluster.apply(
                """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: %1$s}
            spec:
              handler: good.run
              runtime: python3.11
              function: "def run(event, context): return 'good'"
              horizontalPodAutoscaler:
                metadata: {name: %1$s}
                spec:
                  maxReplicas: 2
                  scaleTargetRef: {kind: Deployment, name: %1$s}
                  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 50}}]
            """
                        .formatted(name));
        await().atMost(AT_ONCE)
                .untilAsserted(() -> assertThat(cluster.ready(name)).hasValueSatisfying(ready -> {
                    assertThat(ready.reason()).isEqualTo("Conflict");
                    assertThat(ready.message()).contains(kind).contains(name);
                }));
        assertUntouched(metadata(version, kind, name));
    }

    private static void assertUntouched(ObjectMeta metadata) {
        assertThat(metadata.getLabels()).isNullOrEmpty();
        assertThat(metadata.getOwnerReferences()).isEmpty();
        assertThat(metadata.getManagedFields()).isNotEmpty().noneMatch(entry -> entry.getManager()
                .startsWith("dromedary"));
    }

    private ObjectMeta metadata(String version, String kind, String name) {
        return cluster.client()
                .genericKubernetesResources(version, kind)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get()
                .getMetadata();
    }
}
