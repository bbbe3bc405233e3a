package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * All copies of the router are replaced, and all pods of a function by such with new code, while requests keep coming: not
 * one fails, none is carried out twice. Again and again, until as many were sent as {@code -Ddromedary.requests} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("restarts the router")
class RolloutWalkIT {

    private static final int REQUESTS = Integer.getInteger("dromedary.requests", 6_000);
    private static final int COPIES = 2;
    private static final Map<String, String> ROUTER = Map.of("app.kubernetes.io/name", "router");
    private static final Map<String, String> FUNCTION = Map.of("function", "rollout");

    private final Cluster cluster = new Cluster();
    private final Tally tally = new Tally(cluster.node());
    private final Load load = new Load(cluster.url("/rollout-walk"), "code-0");

    @BeforeAll
    void come() {
        cluster.apply(function("code-0"));
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: rollout}
                spec: {function-name: rollout, path: rollout-walk}
                """);
        cluster.awaitReady("rollout");
        await().atMost(Cluster.SOON)
                .until(() -> pods(cluster.namespace(), FUNCTION).size() == COPIES);
        await().atMost(Cluster.SOON)
                .until(() -> cluster.get("any.example.com", "/rollout-walk?id").equals("200 code-0 id"));
    }

    @AfterAll
    void leave() {
        tally.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void noRequestFailsWhileRouterAndFunctionAreReplaced() {
        load.begin();
        long begun = System.nanoTime();
        int times = 0;
        try (load) {
            while (load.sent() < REQUESTS) {
                replace("code-" + times, "code-" + ++times);
                System.out.printf(
                        "round %d: %d sent, %d failed%n",
                        times, load.sent(), load.failures().size());
            }
        }
        System.out.printf(
                "proof: %d requests in %d s, over %d rolling updates of the router and of the function at once: %d failed%n",
                load.sent(),
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                times,
                load.failures().size());
        assertThat(load.failures()).isEmpty();
    }

    @Test
    @Order(2)
    void eachPostWasCarriedOutOnce() {
        assertThat(tally.told()).isEqualTo(load.posted());
        assertThat(tally.times().entrySet()).allMatch(id -> id.getValue() == 1);
    }

    private void replace(String before, String after) {
        Set<String> routers = pods("kubeless", ROUTER);
        Set<String> functions = pods(cluster.namespace(), FUNCTION);
        load.expect(before, after);
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("kubeless")
                .withName("kubeless-router")
                .rolling()
                .restart();
        cluster.apply(function(after));
        awaitReplaced(cluster.namespace(), FUNCTION, functions);
        load.expect(after);
        awaitReplaced("kubeless", ROUTER, routers);
    }

    private void awaitReplaced(String namespace, Map<String, String> labels, Set<String> before) {
        await("pods of " + labels + " are replaced").atMost(Cluster.SOON).until(() -> {
            List<Pod> now = list(namespace, labels);
            return now.size() == before.size()
                    && now.stream().allMatch(Readiness::isPodReady)
                    && Collections.disjoint(names(now), before);
        });
    }

    private Set<String> pods(String namespace, Map<String, String> labels) {
        return names(list(namespace, labels));
    }

    private List<Pod> list(String namespace, Map<String, String> labels) {
        return cluster.client()
                .pods()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems();
    }

    private static Set<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    }

    private String function(String mark) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: rollout}
                spec:
                  handler: rollout.run
                  runtime: python3.11
                  deployment: {spec: {replicas: %d}}
                  function: |
                %s
                    def run(event, context):
                        request = event['extensions']['request']
                        if request.method == 'GET':
                            return '%s ' + request.query_string
                        tell(event['data'])
                        return '%3$s ' + event['data'].decode()
                """
                .formatted(COPIES, tally.source(4), mark);
    }
}
