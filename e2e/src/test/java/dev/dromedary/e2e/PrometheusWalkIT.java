package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A Prometheus with the rules of {@code docs/metrics.md} finds all our pods and counts, to the last one, what was called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("sums over the copies of the router")
class PrometheusWalkIT {

    private static final int ANSWERED = 30;
    private static final int FAILED = 7;
    private static final int DIRECT = 5;
    private static final int COPIES = 2;

    private static final String OBJECTS =
            """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: counted}
            spec:
              handler: counted.run
              runtime: python3.11
              deployment: {spec: {replicas: 2}}
              function: |
                import time
                def run(event, context):
                    time.sleep(0.002)
                    if event['extensions']['request'].query_string == 'fail':
                        raise ValueError('as it was told')
                    return 'counted'
            ---
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: counted-trigger}
            spec: {function-name: counted, path: prometheus-walk}
            """;

    private final Cluster cluster = new Cluster();
    private Discovery discovery;
    private Prometheus prometheus;

    /**
     * What has been counted so far, over all copies.
     *
     * @param calls that the function itself counted
     * @param failures of those
     */
    private record Counted(Router requests, Router toFunction, double calls, double failures, double seconds) {

        /** What the router counted: answered 2xx and 5xx, and what both took. */
        record Router(double answered, double failed, double seconds) {

            Router since(Router before) {
                return new Router(answered - before.answered, failed - before.failed, seconds - before.seconds);
            }
        }

        Counted since(Counted before) {
            return new Counted(
                    requests.since(before.requests),
                    toFunction.since(before.toFunction),
                    calls - before.calls,
                    failures - before.failures,
                    seconds - before.seconds);
        }
    }

    @BeforeAll
    void come(@TempDir Path folder) throws IOException {
        cluster.apply(OBJECTS);
        cluster.awaitReady("counted");
        discovery = new Discovery(cluster.client(), folder);
        discovery.look();
        String manual = Manual.read(Path.of("../docs/metrics.md")).yaml();
        prometheus = new Prometheus(cluster.node(), discovery.instead(manual), folder);
        prometheus.awaitReady();
    }

    @AfterAll
    void leave() {
        try (cluster) {
            if (prometheus != null) {
                prometheus.close();
            }
        }
    }

    @Test
    @Order(1)
    void allPodsAreFoundAndUp() {
        await().atMost(Cluster.SOON).untilAsserted(() -> {
            discovery.look();
            assertThat(up("namespace=\"kubeless\",app_kubernetes_io_name=\"router\""))
                    .isEqualTo(COPIES);
            assertThat(up("namespace=\"kubeless\",app_kubernetes_io_name=\"reconciler\""))
                    .isEqualTo(COPIES);
            assertThat(up(ofFunction())).isEqualTo(COPIES);
            assertThat(prometheus.value("min(up)")).as("no target is down").isEqualTo(1);
        });
        assertThat(prometheus.value("count(process_start_time_seconds{app_kubernetes_io_name=\"reconciler\"})"))
                .isEqualTo(COPIES);
        assertThat(sum("camel_route_policy_seconds_count{routeId=\"reconcile\",app_kubernetes_io_name=\"reconciler\"}"))
                .as("passes over Functions")
                .isGreaterThan(0);
    }

    @Test
    @Order(2)
    void whatCameThroughTheRouterIsCountedAtEachStation() throws Exception {
        await().atMost(Cluster.SOON).until(() -> call("") == 200);
        Counted before = counted();
        for (int i = 0; i < ANSWERED; i++) {
            assertThat(call("")).isEqualTo(200);
        }
        for (int i = 0; i < FAILED; i++) {
            assertThat(call("?fail")).isEqualTo(500);
        }
        Counted more = counted().since(before);
        assertThat(more.requests.answered).isEqualTo(ANSWERED);
        assertThat(more.requests.failed).isEqualTo(FAILED);
        assertThat(more.toFunction.answered).isEqualTo(ANSWERED);
        assertThat(more.toFunction.failed).isEqualTo(FAILED);
        assertThat(more.calls).isEqualTo(ANSWERED + FAILED);
        assertThat(more.failures).isEqualTo(FAILED);
        assertThat(prometheus.value("count(" + requests("count", "2xx") + " > 0)"))
                .as("both copies of the router")
                .isEqualTo(COPIES);
        // Each lies within the one before.
        assertThat(more.requests.seconds).isGreaterThan(more.toFunction.seconds);
        assertThat(more.toFunction.seconds).isGreaterThan(more.seconds);
        assertThat(more.seconds).isGreaterThan(0);
    }

    @Test
    @Order(3)
    void whatCamePastItTheFunctionAloneCounts() {
        Counted before = counted();
        IntStream.range(0, DIRECT).forEach(i -> assertThat(cluster.client()
                        .raw("/api/v1/namespaces/" + cluster.namespace()
                                + "/services/counted:http-function-port/proxy/"))
                .isEqualTo("counted"));
        Counted more = counted().since(before);
        assertThat(more.calls).isEqualTo(DIRECT);
        assertThat(more.failures).isZero();
        assertThat(more.requests.answered + more.requests.failed).isZero();
        assertThat(more.toFunction.answered + more.toFunction.failed).isZero();
    }

    /** Over a connection of its own, to whichever copy of the router; its status. */
    private int call(String query) throws IOException, InterruptedException {
        try (HttpClient caller =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI uri = URI.create(cluster.url("/prometheus-walk") + query);
            return caller.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** Once all that there was is known. */
    private Counted counted() {
        prometheus.awaitLook();
        prometheus.awaitLook();
        return new Counted(
                new Counted.Router(
                        sum(requests("count", "2xx")), sum(requests("count", "5xx")), sum(requests("sum", "..."))),
                new Counted.Router(sum(calls("count", "2xx")), sum(calls("count", "5xx")), sum(calls("sum", "..."))),
                sum("function_calls_total{" + ofFunction() + "}"),
                sum("function_failures_total{" + ofFunction() + "}"),
                sum("function_duration_seconds_sum{" + ofFunction() + "}"));
    }

    private double up(String labels) {
        return prometheus.value("sum(up{" + labels + "})");
    }

    private double sum(String series) {
        return prometheus.value("sum(" + series + ")");
    }

    private String requests(String what, String code) {
        return "dromedary_requests_seconds_%s{exported_namespace=\"%s\",trigger=\"counted-trigger\",code=~\"%s\"}"
                .formatted(what, cluster.namespace(), code);
    }

    private String calls(String what, String code) {
        return "dromedary_calls_seconds_%s{exported_namespace=\"%s\",function=\"counted\",code=~\"%s\"}"
                .formatted(what, cluster.namespace(), code);
    }

    private String ofFunction() {
        return "namespace=\"" + cluster.namespace() + "\",function=\"counted\"";
    }
}
