package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A function that takes all memory: its status and an Event say so, and nobody else's do. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class OutOfMemoryIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What a kubelet says of a container that the kernel ended, and that it has started again. */
    private static final String STATUS =
            """
            phase: Running
            containerStatuses:
            - name: leaks
              image: x
              imageID: x
              ready: false
              restartCount: 1
              state: {running: {}}
              lastState: {terminated: {exitCode: 137, reason: OOMKilled, message: what the server had said before}}
            """;

    private final Functions functions = Functions.inNewNamespace();

    @Test
    void statusAndEventNameTheLimitAndNeighboursAreReadyAsBefore() {
        ready("leaks");
        ready("neighbour");
        Condition neighbour = functions.condition("neighbour", Condition.READY);

        killed();
        functions.answering("leaks", 0);
        await().atMost(SOON).untilAsserted(() -> {
            Condition ready = functions.condition("leaks", Condition.READY);
            assertThat(ready.reason()).isEqualTo(Reason.PodFailing.name());
            assertThat(ready.message()).contains("leaks", "exit status 137", "more memory than its limit of 256Mi");
        });
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings())
                .singleElement()
                .asString()
                .contains("leaks", "more memory than its limit of 256Mi"));
        assertThat(functions.condition("neighbour", Condition.READY)).isEqualTo(neighbour);

        functions.rolledOut("leaks");
        awaitReady("leaks");
    }

    private void ready(String name) {
        functions.apply(name, "return 1");
        await().atMost(SOON).until(() -> functions.deployment(name) != null);
        functions.rolledOut(name);
        awaitReady(name);
    }

    private void awaitReady(String name) {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> functions.condition(name, Condition.READY).holds());
    }

    private void killed() {
        var template = functions.deployment("leaks").getSpec().getTemplate();
        Pod pod = functions
                .client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(functions.namespace())
                        .withName("leaks-x")
                        .withLabels(template.getMetadata().getLabels())
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build())
                .create();
        pod.setStatus(functions.client().getKubernetesSerialization().unmarshal(STATUS, PodStatus.class));
        functions.client().resource(pod).updateStatus();
    }

    private List<String> warnings() {
        return functions.client().events().v1().events().inNamespace(functions.namespace()).list().getItems().stream()
                .filter(event -> event.getType().equals("Warning"))
                .map(event -> event.getRegarding().getName() + ": " + event.getNote())
                .toList();
    }
}
