package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One pod, three under load, one again: a function that scales on cpu, without a request of its own, and one that scales on calls a
 * second as {@code kubeless autoscale create --metric qps} writes it, at the same time, without Prometheus.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AutoscaleWalkIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String HOST = "autoscale.example.com";
    /** Far more than two pods may have, so that a machine with much else to do has enough of it too. */
    private static final long BETWEEN_BUSY_MILLIS = 200;

    private static final long BETWEEN_CALLED_MILLIS = 40;

    private static final String FUNCTION =
            """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: %1$s}
            spec:
              handler: %1$s.run
              runtime: python3.11
              function: |
                import time
                def run(event, context):
                    end = time.process_time() + %2$s
                    while time.process_time() < end:
                        pass
                    return 'done'
            """;

    /** Down as soon as the load has gone: Kubernetes by itself would wait for five minutes. */
    private static final String AUTOSCALER =
            """
              horizontalPodAutoscaler:
                apiVersion: autoscaling/v2beta1
                metadata: {name: %1$s}
                spec:
                  minReplicas: 1
                  maxReplicas: 3
                  scaleTargetRef: {apiVersion: apps/v1beta1, kind: Deployment, name: %1$s}
                  behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
                  metrics: [%2$s]
            """;

    private static final String BUSY = FUNCTION.formatted("busy", "0.03")
            + AUTOSCALER.formatted("busy", "{type: Resource, resource: {name: cpu, targetAverageUtilization: 20}}");

    private static final String CALLED_ALONE = FUNCTION.formatted("called", "0");

    private static final String CALLED = CALLED_ALONE
            + AUTOSCALER.formatted(
                    "called",
                    "{type: Object, object: {metricName: function_calls, target: {kind: Service, name: called}, targetValue: \"2\"}}");

    private static final String TRIGGER =
            """
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: busy}
            spec: {function-name: busy, host-name: autoscale.example.com}
            """;

    private final Cluster cluster = new Cluster();
    private final KubernetesClient client = cluster.client();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
    private long loadSince;

    @BeforeAll
    void come() {
        cluster.apply(BUSY);
        cluster.apply(CALLED);
        cluster.apply(TRIGGER);
        cluster.awaitReady("busy");
        cluster.awaitReady("called");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.get(HOST, "/")).isEqualTo("200 done"));
    }

    @AfterAll
    void leave() {
        load.shutdownNow();
        cluster.close();
    }

    @Test
    @Order(1)
    void withoutALoadThereIsOnePodEachAndItsMetricIsKnown() {
        await().atMost(LONGEST).untilAsserted(() -> {
            assertThat(metric("busy").getResource()).as("not <unknown>").isNotNull();
            assertThat(metric("busy").getResource().getCurrent().getAverageUtilization())
                    .isNotNull();
            assertThat(metric("called").getObject()).as("not <unknown>").isNotNull();
            assertThat(metric("called").getObject().getCurrent().getAverageValue())
                    .isNotNull();
        });
        assertThat(replicas("busy")).isEqualTo(1);
        assertThat(replicas("called")).isEqualTo(1);
    }

    @Test
    @Order(2)
    void underLoadThereAreThree() {
        loadSince = System.nanoTime();
        again(() -> cluster.get(HOST, "/"), BETWEEN_BUSY_MILLIS);
        again(this::callPastTheRouter, BETWEEN_CALLED_MILLIS);
        await().atMost(LONGEST).untilAsserted(() -> {
            assertThat(ready("busy")).isEqualTo(3);
            assertThat(ready("called")).as("calls that failed: " + failed).isEqualTo(3);
        });
    }

    @Test
    @Order(3)
    void theTotalOfAllPodsIsWhatWasCalled() {
        await().atMost(LONGEST).untilAsserted(() -> assertThat(callsASecond("called"))
                .isCloseTo(answered.get() / secondsOfLoad(), withinPercentage(40)));
    }

    @Test
    @Order(4)
    void whenItEndsThereIsOneAgain() {
        load.shutdownNow();
        await().atMost(LONGEST).untilAsserted(() -> {
            assertThat(replicas("busy")).isEqualTo(1);
            assertThat(replicas("called")).isEqualTo(1);
            assertThat(cluster.pods("busy")).hasSize(1);
            assertThat(cluster.pods("called")).hasSize(1);
        });
    }

    @Test
    @Order(5)
    void withoutItsRuleAFunctionIsScaledByHand() {
        cluster.apply(CALLED_ALONE);
        await().atMost(Cluster.SOON)
                .until(() -> client.autoscaling()
                                .v2()
                                .horizontalPodAutoscalers()
                                .inNamespace(cluster.namespace())
                                .withName("called")
                                .get()
                        == null);
        client.apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName("called")
                .scale(2);
        await().during(Duration.ofSeconds(5)).atMost(Cluster.SOON).until(() -> replicas("called") == 2);
    }

    private void again(Runnable call, long millis) {
        var unused = load.scheduleAtFixedRate(call, 0, millis, TimeUnit.MILLISECONDS);
    }

    /** Through the API server to a pod: such calls no router could count. */
    private void callPastTheRouter() {
        try {
            client.raw("/api/v1/namespaces/" + cluster.namespace() + "/services/called:http-function-port/proxy/");
            answered.incrementAndGet();
        } catch (KubernetesClientException e) {
            // A pod that is leaving may not answer; the next call finds another.
            failed.incrementAndGet();
        }
    }

    private double secondsOfLoad() {
        return (System.nanoTime() - loadSince) / 1e9;
    }

    private double callsASecond(String function) {
        String list = client.raw("/apis/custom.metrics.k8s.io/v1beta1/namespaces/" + cluster.namespace() + "/services/"
                + function + "/function_calls");
        assertThat(list).as("null where there is none (yet)").isNotNull();
        String value = list.replaceAll("(?s).*\"value\":\"([0-9]+m?)\".*", "$1");
        return value.endsWith("m")
                ? Double.parseDouble(value.substring(0, value.length() - 1)) / 1000
                : Double.parseDouble(value);
    }

    /** What the autoscaler last saw; at first it is not there, or has seen nothing. */
    private MetricStatus metric(String function) {
        HorizontalPodAutoscaler autoscaler = client.autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(cluster.namespace())
                .withName(function)
                .get();
        assertThat(autoscaler).isNotNull();
        assertThat(autoscaler.getStatus()).isNotNull();
        assertThat(autoscaler.getStatus().getCurrentMetrics()).isNotNull().isNotEmpty();
        return autoscaler.getStatus().getCurrentMetrics().getFirst();
    }

    private int replicas(String function) {
        return client.apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName(function)
                .get()
                .getSpec()
                .getReplicas();
    }

    private int ready(String function) {
        Integer ready = client.apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName(function)
                .get()
                .getStatus()
                .getReadyReplicas();
        return ready == null ? 0 : ready;
    }
}
