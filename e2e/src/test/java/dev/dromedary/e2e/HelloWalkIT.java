package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** From Kubeless' YAML to answers, and to nothing left: the walk of {@code examples/hello}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("scales the router")
class HelloWalkIT {

    private static final String HOST = "hello.example.com";
    private static final Pattern TICK = Pattern.compile("event (\\S+) cronjobtrigger\\.kubeless\\.io");

    private final Cluster cluster = new Cluster();

    @AfterAll
    void leave() {
        cluster.close();
    }

    @Test
    @Order(1)
    void triggersThatComeFirstWaitForTheirFunctions() {
        cluster.apply(Cluster.example("hello/triggers.yaml"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.get(HOST, "/python")).startsWith("503"));
        cluster.apply(Cluster.example("hello/functions.yaml"));
        cluster.awaitReady("hello-python");
        cluster.awaitReady("hello-old");
        cluster.awaitReady("hello-nodejs");
    }

    @Test
    @Order(2)
    void allAnswerThroughTheRouter() {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(cluster.get(HOST, "/python")).isEqualTo("200 hello from python"));
        assertThat(cluster.get(HOST, "/old")).isEqualTo("200 hello from long ago");
        assertThat(cluster.get(HOST, "/nodejs")).isEqualTo("200 hello from node");
        assertThat(cluster.get("other.example.com", "/python")).startsWith("404");
    }

    @Test
    @Order(3)
    void theOldRuntimeStringRunsAndSaysWhatInstead() {
        Function function = cluster.client()
                .resources(Function.class)
                .inNamespace(cluster.namespace())
                .withName("hello-old")
                .get();
        assertThat(Conditions.find(function.getStatus().conditions(), Condition.RUNTIME_SUBSTITUTED))
                .hasValueSatisfying(condition ->
                        assertThat(condition.message()).contains("python3.6").contains("python3.11"));
    }

    @Test
    @Order(4)
    void cronEventsArriveOnceEachAlsoWithThreeRouters() {
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("kubeless")
                .withName("kubeless-router")
                .scale(3);
        await().atMost(Cluster.SOON)
                .until(() -> cluster.client()
                                .apps()
                                .deployments()
                                .inNamespace("kubeless")
                                .withName("kubeless-router")
                                .get()
                                .getStatus()
                                .getReadyReplicas()
                        >= 3);
        int before = ticks().size();
        await().atMost(Duration.ofSeconds(30)).until(() -> ticks().size() >= before + 5);
        assertThat(ticks()).doesNotHaveDuplicates();
        cluster.client()
                .apps()
                .deployments()
                .inNamespace("kubeless")
                .withName("kubeless-router")
                .scale(2);
    }

    @Test
    @Order(5)
    void deletingAllLeavesNothing() {
        cluster.delete(Cluster.example("hello/triggers.yaml"));
        cluster.delete(Cluster.example("hello/functions.yaml"));
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(Stream.of(
                                Kind.FUNCTION,
                                Kind.HTTP_TRIGGER,
                                Kind.CRON_JOB_TRIGGER,
                                Kind.SERVICE,
                                Kind.DEPLOYMENT,
                                Kind.POD,
                                Kind.AUTOSCALER)
                        .map(this::count))
                .containsOnly(0));
        assertThat(cluster.client()
                        .configMaps()
                        .inNamespace(cluster.namespace())
                        .withLabel("created-by", "kubeless")
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(cluster.get(HOST, "/python")).startsWith("404");
    }

    private int count(Kind kind) {
        return cluster.client()
                .genericKubernetesResources(kind.apiVersion(), kind.name())
                .inNamespace(cluster.namespace())
                .list()
                .getItems()
                .size();
    }

    private List<String> ticks() {
        return TICK.matcher(cluster.logs("hello-python"))
                .results()
                .map((MatchResult tick) -> tick.group(1))
                .toList();
    }
}
