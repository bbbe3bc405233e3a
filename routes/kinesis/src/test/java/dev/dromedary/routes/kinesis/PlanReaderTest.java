package dev.dromedary.routes.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.KinesisTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanReaderTest {

    private static final String KUBELESS =
            "function-name: hello, aws-region: us-west-2, stream: my-stream, shard: shardId-000000000000, secret: ec2";

    private static Reading<KinesisPlan> read(String spec, Map<String, String> environment) {
        GenericKubernetesResource trigger = new KubernetesSerialization()
                .unmarshal(
                        """
                        apiVersion: kubeless.io/v1beta1
                        kind: KinesisTrigger
                        metadata: {namespace: n, name: t, uid: u, creationTimestamp: "2026-01-01T00:00:00Z"}
                        spec: {%s}
                        """
                                .formatted(spec),
                        GenericKubernetesResource.class);
        KinesisTriggerSpec value = StrictReader.spec(
                        KinesisTriggerSpec.class,
                        trigger.getAdditionalProperties().get("spec"))
                .value()
                .orElseThrow();
        return PlanReader.read(
                trigger,
                value,
                KinesisRoom.Standard.of(InstallationDefault.NONE, environment, EnumSet.of(Honours.Letters.FUNCTION)),
                List.of());
    }

    private static KinesisPlan plan(String spec) {
        Reading<KinesisPlan> reading = read(spec, Map.of());
        assertThat(reading.problems()).isEmpty();
        return reading.value().orElseThrow();
    }

    private static void assertProblem(String spec, String field) {
        assertThat(read(spec, Map.of()).problems())
                .extracting(Problem::toString)
                .anyMatch(said -> said.contains(field));
    }

    @Test
    void whatKubelessHadIsReadAsItWas() {
        KinesisPlan plan = plan(KUBELESS + ", endpoint: ''");
        assertThat(plan.function()).isEqualTo(new Key("n", "hello"));
        assertThat(plan.route().routeId()).isEqualTo("kinesistrigger/n/t");
        assertThat(plan.consumed().shard()).contains("shardId-000000000000");
        assertThat(plan.consumed().start()).isEqualTo(new StartPosition.Latest());
        assertThat(plan.consumed().stream().region()).isEqualTo("us-west-2");
        assertThat(plan.consumed().stream().secret()).contains(new Key("n", "ec2"));
        assertThat(plan.consumed().stream().endpoint()).isEmpty();
    }

    @Test
    void aRegionMayBeTheRoutersOwn() {
        assertProblem("function-name: f, stream: s", "spec.aws-region");
        assertThat(read("function-name: f, stream: s", Map.of("AWS_REGION", "eu-west-1"))
                        .value()
                        .map(plan -> plan.consumed().stream().region()))
                .isEqualTo(Optional.of("eu-west-1"));
    }

    @Test
    void anAddressIsAHostAndNeedsASecret() {
        assertThat(plan(KUBELESS + ", endpoint: 'http://kinesis.example:4567/'").consumed().stream()
                        .endpoint())
                .contains(URI.create("http://kinesis.example:4567/"));
        assertThat(plan(KUBELESS + ", endpoint: 'kinesis.example:4567'").consumed().stream()
                        .endpoint())
                .contains(URI.create("https://kinesis.example:4567"));
        for (String wrong : List.of("ftp://x", "http://u:p@x", "http://x/path", "http://x?q", "http://", "a b")) {
            assertProblem(KUBELESS + ", endpoint: '" + wrong + "'", "spec.endpoint");
        }
        assertProblem("function-name: f, stream: s, aws-region: r, endpoint: 'http://x'", "spec.secret");
    }

    @Test
    void whatBelongsIntoNoAddressIsRefused() {
        assertProblem("function-name: f, stream: s, aws-region: 'evil.example/'", "spec.aws-region");
        assertProblem("function-name: f, stream: 'a b', aws-region: r", "spec.stream");
        assertProblem("function-name: f, stream: s, aws-region: r, shard: '{}'", "spec.shard");
        assertProblem("function-name: f, stream: s, aws-region: r, secret: '../x'", "spec.secret");
    }

    @Test
    void aBeginningIsAWordOrATime() {
        assertThat(plan(KUBELESS + ", startPosition: trimHorizon").consumed().start())
                .isEqualTo(new StartPosition.Earliest());
        assertThat(plan(KUBELESS + ", startPosition: earliest").consumed().start())
                .isEqualTo(new StartPosition.Earliest());
        assertThat(plan(KUBELESS + ", startPosition: '2026-01-31T12:00:00+01:00'")
                        .consumed()
                        .start())
                .isEqualTo(new StartPosition.From(Instant.parse("2026-01-31T11:00:00Z")));
        assertProblem(KUBELESS + ", startPosition: yesterday", "spec.startPosition");
    }

    @Test
    void deadLettersGoToFunctions() {
        assertThat(plan(KUBELESS + ", delivery: {deadLetter: {function: {name: failed}}}")
                        .delivery()
                        .deadLetter())
                .isPresent();
        assertProblem(KUBELESS + ", delivery: {deadLetter: {kafka: {topic: failed}}}", "deadLetter.kafka");
    }
}
