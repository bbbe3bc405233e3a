package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** What is going on at a function, whichever copies of the router the calls came by: the reconciler knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("counts the copies of the router")
class ActivityWalkIT {

    private static final int CALLS = 4;
    private static final String HOST = "activity.example.com";
    private static final String FUNCTION =
            """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: long}
            spec:
              handler: long.run
              runtime: python3.11
              function: |
                import time
                def run(event, context):
                    if event['extensions']['request'].path.endswith('/slow'):
                        time.sleep(3)
                    return 'done'
            """;
    private static final String TRIGGER =
            """
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: long}
            spec: {function-name: long, host-name: activity.example.com}
            """;

    private final Cluster cluster = new Cluster();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLS);

    @BeforeAll
    void come() {
        cluster.apply(FUNCTION);
        cluster.apply(TRIGGER);
        cluster.awaitReady("long");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.get(HOST, "/")).isEqualTo("200 done"));
    }

    @AfterAll
    void leave() {
        callers.shutdownNow();
        cluster.close();
    }

    @Test
    void callsThroughAllCopiesAreCountedWhileTheyLast() {
        await().atMost(Cluster.SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(page().get("whole").asBoolean()).isTrue();
            assertThat(page().get("copies")).hasSameSizeAs(pods("router"));
        });
        IntStream.range(0, CALLS).forEach(call -> callers.execute(() -> cluster.get(HOST, "/slow")));
        await().atMost(Cluster.SOON).ignoreExceptions().until(() -> inFlight() == CALLS);
        await().atMost(Cluster.SOON).ignoreExceptions().until(() -> inFlight() == 0);
    }

    private int inFlight() {
        return StreamSupport.stream(page().get("activity").spliterator(), false)
                .filter(function -> function.get("namespace").asText().equals(cluster.namespace()))
                .mapToInt(function -> function.get("inFlight").asInt())
                .sum();
    }

    /** Of any copy of the reconciler, leading or not. */
    private JsonNode page() {
        String pod = pods("reconciler").getFirst().getMetadata().getName();
        String page = cluster.client().raw("/api/v1/namespaces/kubeless/pods/" + pod + ":9000/proxy/admin/activity");
        try {
            return new JsonMapper().readTree(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Pod> pods(String program) {
        return cluster.client()
                .pods()
                .inNamespace("kubeless")
                .withLabel("app.kubernetes.io/name", program)
                .list()
                .getItems();
    }
}
