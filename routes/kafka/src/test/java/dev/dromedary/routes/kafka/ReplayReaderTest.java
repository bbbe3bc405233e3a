package dev.dromedary.routes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Yaml;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kafka.replay.ReplayOrder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayReaderTest {

    private final PlanReader reader = new PlanReader(
            Installation.of(Map.of()).cluster(),
            InstallationDefault.NONE,
            () -> EnumSet.of(Honours.Letters.KAFKA, Honours.Letters.FUNCTION));

    private Reading<KafkaPlan> read(String more) {
        GenericKubernetesResource trigger = Yaml.object(
                """
                apiVersion: kubeless.io/v1beta1
                kind: KafkaTrigger
                metadata: {namespace: default, name: t, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {topic: orders, %s}
                """
                        .formatted(more));
        Reading<KafkaTriggerSpec> spec = StrictReader.spec(
                KafkaTriggerSpec.class, trigger.getAdditionalProperties().get("spec"));
        return reader.read(trigger, spec.value().orElseThrow(), List.of());
    }

    @Test
    void whatIsLeftOpenIsTheTriggersOwnTopicAndTenASecond() {
        assertThat(read("replay: {id: a}").value().orElseThrow().replay())
                .contains(new ReplayOrder("a", "kubeless-dead-letters.default.t", 10));
        assertThat(read("replay: {id: a, rate: 7}, delivery: {deadLetter: {kafka: {topic: failed}}}")
                        .value()
                        .orElseThrow()
                        .replay())
                .contains(new ReplayOrder("a", "failed", 7));
        assertThat(read("delivery: {}").value().orElseThrow().replay()).isEmpty();
    }

    @Test
    void aReplayBuildsNoRouteAnew() {
        assertThat(read("replay: {id: a}").value().orElseThrow().source())
                .isEqualTo(read("group: ''").value().orElseThrow().source());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay: {rate: 1} | spec.replay.id",
                "replay: {id: 'a:b'} | spec.replay.id",
                "replay: {id: a, rate: 0} | spec.replay.rate",
                "replay: {id: a, rate: 100001} | spec.replay.rate",
                "replay: {id: a, from: 'a b'} | spec.replay.from",
                "replay: {id: a, from: orders} | must not be the topic that the trigger reads",
                "replay: {id: a}, delivery: {deadLetter: {function: {name: bin}}} | keeps none in Kafka",
                "replay: {id: a}, delivery: {mode: AtMostOnce} | keeps none in Kafka"
            })
    void aMistakeIsNamed(String spec, String problem) {
        assertThat(read(spec).problems()).singleElement().asString().contains(problem);
    }
}
