package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.CronJobTrigger;
import dev.dromedary.crd.HTTPTrigger;
import dev.dromedary.crd.TriggerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** What goes wrong is named, harms nobody else, and heals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("kills the programs")
class FailureWalkIT {

    private final Cluster cluster = new Cluster();

    @BeforeAll
    void come() {
        cluster.apply(function("good", "good.run", "python3.11", "def run(event, context): return 'good'"));
        cluster.apply(httpTrigger("good", "good", "good.example.com"));
        cluster.awaitReady("good");
    }

    @AfterAll
    void leave() {
        cluster.close();
    }

    @Test
    void aModuleThatCannotBeLoadedSaysWhy() {
        cluster.apply(function("broken", "broken.run", "python3.11", "import no_such_module"));
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.ready("broken")).hasValueSatisfying(ready -> {
                    assertThat(ready.reason()).isEqualTo("PodFailing");
                    assertThat(ready.message()).contains("no_such_module");
                }));
    }

    @Test
    void whatASchemaCanTellIsRefusedWithARemedy() {
        assertThatThrownBy(() -> cluster.apply(function("nodot", "nodot", "python3.11", "x")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.handler")
                .hasMessageContaining("hello.run");
        assertThatThrownBy(() -> cluster.apply(cronTrigger("four", "* * * *")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.schedule")
                .hasMessageContaining("5 fields");
    }

    @Test
    void anUnknownRuntimeAndAWrongPortAreNamed() {
        cluster.apply(function("cobol", "cobol.run", "cobol1", "x"));
        cluster.apply(function("port", "port.run", "python3.11", "x") + "  service: {ports: [{port: 0}]}\n");
        await().atMost(Cluster.SOON).untilAsserted(() -> {
            assertThat(cluster.ready("cobol").map(Condition::reason)).contains("UnknownRuntime");
            assertThat(cluster.ready("port").map(Condition::message).orElse("")).contains("spec.service.ports[0].port");
        });
        awaitGood();
    }

    @Test
    void whatIsNoBase64IsNamed() {
        cluster.apply(
                function("garbled", "garbled.run", "python3.11", "no base64!") + "  function-content-type: base64\n");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.ready("garbled")).hasValueSatisfying(ready -> {
                    assertThat(ready.reason()).isEqualTo("InvalidSpec");
                    assertThat(ready.message()).contains("spec.function", "base64");
                }));
    }

    @Test
    void ofTwoTriggersWithOneAddressTheOlderServesAndTheOtherSaysSo() {
        cluster.apply(httpTrigger("zz-late", "good", "good.example.com"));
        await().atMost(Cluster.SOON).untilAsserted(() -> {
            Condition late = trigger(HTTPTrigger.class, "zz-late", HTTPTrigger::getStatus);
            assertThat(late.reason()).isEqualTo("AddressTaken");
            assertThat(late.message()).contains("good.example.com").contains("/good");
        });
        awaitGood();
    }

    @Test
    void aLineThatKubelessTookIsTakenAndOneOfNonsenseIsNamed() {
        cluster.apply(cronTrigger("sixty", "*/60 * * * *"));
        cluster.apply(cronTrigger("nonsense", "61 25 * * *"));
        await().atMost(Cluster.SOON).untilAsserted(() -> {
            assertThat(trigger(CronJobTrigger.class, "sixty", CronJobTrigger::getStatus)
                            .holds())
                    .isTrue();
            Condition nonsense = trigger(CronJobTrigger.class, "nonsense", CronJobTrigger::getStatus);
            assertThat(nonsense.reason()).isEqualTo("InvalidSpec");
            assertThat(nonsense.message()).contains("spec.schedule");
        });
    }

    @Test
    void aFunctionThatStopsIsNotReadyWithinTenSeconds() {
        // Ends its server at the first call, and cannot be loaded when the container starts again.
        cluster.apply(
                function(
                        "quits",
                        "quits.run",
                        "python3.11",
                        "import os, signal\\nif os.path.exists('/tmp/stop'): raise SystemExit(1)\\n"
                                + "def run(event, context):\\n  open('/tmp/stop', 'w').close()\\n  os.kill(1, signal.SIGTERM)"));
        cluster.apply(httpTrigger("quits", "quits", "quits.example.com"));
        cluster.awaitReady("quits");
        Thread.ofVirtual().start(() -> cluster.get("quits.example.com", "/"));
        await().atMost(Duration.ofSeconds(12))
                .until(() -> cluster.ready("quits").filter(Condition::holds).isEmpty());
    }

    @Test
    void killedProgramsComeBackAndTheStandbyTakesOver() {
        String leader = leader();
        killContainer(leader);
        await().atMost(Duration.ofSeconds(25)).until(() -> !leader().equals(leader) || isRunningAgain(leader));
        cluster.apply(function("after", "after.run", "python3.11", "def run(event, context): return 'after'"));
        cluster.awaitReady("after");
        pods("router").forEach(pod -> killContainer(pod.getMetadata().getName()));
        awaitGood();
    }

    /** A kept connection may have ended with a router that was killed: the next request opens another. */
    private void awaitGood() {
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(cluster.get("good.example.com", "/"))
                .isEqualTo("200 good"));
    }

    /** What {@code Ready} says of a trigger. */
    private <T extends HasMetadata> Condition trigger(Class<T> kind, String name, Function<T, TriggerStatus> status) {
        T trigger = cluster.client()
                .resources(kind)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get();
        assertThat(status.apply(trigger)).isNotNull();
        return Conditions.find(status.apply(trigger).conditions(), Condition.READY)
                .orElseThrow();
    }

    private boolean isRunningAgain(String pod) {
        return pods("reconciler").stream()
                .filter(other -> other.getMetadata().getName().equals(pod))
                .anyMatch(other ->
                        other.getStatus().getContainerStatuses().getFirst().getReady());
    }

    private List<Pod> pods(String program) {
        return cluster.client()
                .pods()
                .inNamespace("kubeless")
                .withLabel("app.kubernetes.io/name", program)
                .list()
                .getItems();
    }

    private String leader() {
        return cluster.client()
                .leases()
                .inNamespace("kubeless")
                .withName("dromedary-reconciler")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    /** As the kernel's out-of-memory killer would: no farewell. */
    private void killContainer(String pod) {
        cluster.client()
                .pods()
                .inNamespace("kubeless")
                .withName(pod)
                .withGracePeriod(0)
                .delete();
    }

    private static String function(String name, String handler, String runtime, String source) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s}
                spec:
                  handler: %s
                  runtime: %s
                  function: "%s"
                """
                .formatted(name, handler, runtime, source);
    }

    private static String httpTrigger(String name, String function, String host) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: %s}
                spec: {function-name: %s, host-name: %s}
                """
                .formatted(name, function, host);
    }

    private static String cronTrigger(String name, String schedule) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: CronJobTrigger
                metadata: {name: %s}
                spec: {function-name: good, schedule: "%s"}
                """
                .formatted(name, schedule);
    }
}
