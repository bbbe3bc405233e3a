package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import dev.dromedary.reconciler.desired.BuildJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Function images on a real API server; what the Job and its pod would do, the test says in their status. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class FunctionImageIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PUSHED = "registry.example.com/team/made@sha256:" + "a".repeat(64);

    private final Functions functions = Functions.inNewNamespace();
    private final KubernetesClient client = functions.client();
    private final String namespace = functions.namespace();

    @BeforeEach
    void buildsAreOn() {
        configure("true", "hold");
    }

    @AfterEach
    void buildsAreOff() {
        configure("false", "inject");
    }

    @Test
    void theImageIsRolledOutOnceItIsPushedAndMadeAgainForOtherSourceOnly() {
        functions.apply("made", "return 1");
        await().atMost(SOON).until(() -> jobs("made").size() == 1);
        assertThat(functions.deployment("made")).isNull();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        functions.condition("made", Condition.READY).reason())
                .isEqualTo(Reason.BuildingImage.name()));

        Job job = jobs("made").getFirst();
        said(job, 0, "{\"image\": \"" + PUSHED + "\"}");
        ended(job, "Complete");
        await().atMost(SOON).until(() -> functions.deployment("made") != null);
        var pod = functions.deployment("made").getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers().getFirst().getImage()).isEqualTo(PUSHED);
        assertThat(pod.getInitContainers()).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        functions.condition("made", Condition.IMAGE_BUILT).holds())
                .isTrue());

        rememberedWhenTheJobIsGone(job);

        functions.apply("made", "return 2");
        await().atMost(SOON).until(() -> jobs("made").size() == 1);
        assertThat(image("made"))
                .as("the old image serves while the new one is made")
                .isEqualTo(PUSHED);
    }

    private void rememberedWhenTheJobIsGone(Job job) {
        client.resource(job).delete();
        functions.apply("made", "return 1");
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> jobs("made")
                .isEmpty());
    }

    @Test
    void aBuildThatFailsIsToldWithItsLastWordsAndTheCodeIsPutIntoThePodsWhereConfigured() {
        functions.apply("broken", "return 1");
        await().atMost(SOON).until(() -> jobs("broken").size() == 1);
        Job job = jobs("broken").getFirst();
        said(job, 1, "no such host: registry.example.com");
        ended(job, "Failed");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(functions.condition("broken", Condition.READY).reason())
                    .isEqualTo(Reason.ImageBuildFailed.name());
            assertThat(functions.condition("broken", Condition.IMAGE_BUILT).message())
                    .contains("no such host");
        });
        assertThat(functions.deployment("broken")).isNull();

        configure("true", "inject");
        await().atMost(SOON).until(() -> functions.deployment("broken") != null);
        assertThat(functions
                        .deployment("broken")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getInitContainers())
                .isNotEmpty();
    }

    private void configure(String enabled, String onFailure) {
        functions.configure(Map.of("enable-build-step", enabled, "build-failure", onFailure));
    }

    private void said(Job job, int status, String words) {
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(job.getMetadata().getName() + "-x")
                        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase(status == 0 ? "Succeeded" : "Failed")
                .addNewContainerStatus()
                .withName(BuildJob.CONTAINER)
                .withImage("x")
                .withImageID("x")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewTerminated()
                .withExitCode(status)
                .withMessage(words)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build());
        client.resource(pod).updateStatus();
    }

    private void ended(Job job, String how) {
        boolean well = how.equals("Complete");
        String now = Instant.now().toString();
        Job current = client.resource(job).get();
        current.setStatus(new JobStatusBuilder()
                .withStartTime(now)
                .withCompletionTime(well ? now : null)
                .withSucceeded(well ? 1 : 0)
                .withFailed(well ? 0 : 1)
                .addNewCondition()
                .withType(well ? "SuccessCriteriaMet" : "FailureTarget")
                .withStatus("True")
                .endCondition()
                .addNewCondition()
                .withType(how)
                .withStatus("True")
                .endCondition()
                .build());
        client.resource(current).updateStatus();
    }

    private String image(String function) {
        return functions
                .deployment(function)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private List<Job> jobs(String function) {
        return client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabels(Map.of("function", function))
                .list()
                .getItems()
                .stream()
                .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }
}
