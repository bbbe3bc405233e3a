package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Code and dependencies become an image in a real registry, made by a Job that may do no more than the function's pods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated("changes the configuration")
class FunctionImageWalkIT {

    private final Cluster cluster = new Cluster();
    private final String registry = cluster.node() + ":5001";
    private List<Setting> settings = List.of();

    @BeforeAll
    void buildsAreOn() {
        settings = Stream.of(
                        new String[] {"image-registry", registry},
                        new String[] {"function-registry", registry + "/functions"},
                        new String[] {"function-registry-tls-verify", "false"},
                        new String[] {"build-failure", "hold"},
                        new String[] {"enable-build-step", "true"})
                .map(entry -> new Setting(cluster.client(), entry[0], entry[1]))
                .toList();
        credentials(registry);
    }

    @AfterAll
    void leave() {
        settings.reversed().forEach(Setting::close);
        cluster.close();
    }

    @Test
    void theFunctionAnswersOutOfItsImageAndAnotherSourceMakesAnother() {
        function("made", "return 'out of an image'");
        await("the image is made")
                .atMost(Cluster.SOON)
                .until(() -> image("made").filter(Condition::holds).isPresent());
        String first = image("made").orElseThrow().message();
        assertThat(first).startsWith(registry + "/functions/made@sha256:");
        // The settings and the function were new at the same time: a pod of before may be going.
        await().atMost(Cluster.SOON)
                .untilAsserted(
                        () -> assertThat(cluster.pods("made")).isNotEmpty().allSatisfy(pod -> {
                            assertThat(pod.getSpec().getInitContainers()).isEmpty();
                            assertThat(pod.getSpec().getContainers().getFirst().getImage())
                                    .isEqualTo(first);
                        }));
        cluster.awaitReady("made");

        function("made", "return 'another'");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(image("made")).hasValueSatisfying(image -> {
                    assertThat(image.holds()).isTrue();
                    assertThat(image.message()).isNotEqualTo(first);
                }));
        cluster.awaitReady("made");
    }

    @Test
    void whatKeepsTheImageFromBeingMadeIsNamed() {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: unmade}
                spec: {handler: no.run, runtime: python3.11, function: "x = 1", checksum: "sha256:%s"}
                """
                        .formatted("0".repeat(64)));
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(cluster.ready("unmade")).hasValueSatisfying(ready -> {
                    assertThat(ready.reason()).isEqualTo(Reason.ImageBuildFailed.name());
                    assertThat(ready.message()).contains("prepare").contains("checksum");
                }));
    }

    private void function(String name, String body) {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s}
                spec: {handler: hello.run, runtime: python3.11, function: "def run(event, context): %s"}
                """
                        .formatted(name, body));
    }

    private Optional<Condition> image(String function) {
        return Optional.ofNullable(cluster.client()
                        .resources(Function.class)
                        .inNamespace(cluster.namespace())
                        .withName(function)
                        .get()
                        .getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), Condition.IMAGE_BUILT));
    }

    private void credentials(String host) {
        String auth =
                Base64.getEncoder().encodeToString("nobody:nothing".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(cluster.namespace())
                        .withName("kubeless-registry-credentials")
                        .endMetadata()
                        .withType("kubernetes.io/dockerconfigjson")
                        .addToStringData(
                                ".dockerconfigjson",
                                "{\"auths\": {\"http://%s/v2/\": {\"username\": \"nobody\", \"password\": \"nothing\", \"auth\": \"%s\"}}}"
                                        .formatted(host, auth))
                        .build())
                .serverSideApply();
    }
}
