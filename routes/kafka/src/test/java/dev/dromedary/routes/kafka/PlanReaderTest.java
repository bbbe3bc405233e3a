package dev.dromedary.routes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kafka.consume.StartPosition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trigger says of topics, group and start. */
class PlanReaderTest {

    private static final Key FUNCTION = new Key("default", "f");

    private final PlanReader reader = new PlanReader(
            Installation.of(Map.of()).cluster(),
            InstallationDefault.NONE,
            () -> EnumSet.of(Honours.Letters.KAFKA, Honours.Letters.FUNCTION));

    private Reading<KafkaPlan> read(String topic, String pattern, String group, String start) {
        GenericKubernetesResource trigger = new GenericKubernetesResource();
        trigger.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName("t")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        return reader.read(
                trigger,
                new KafkaTriggerSpec(topic, null, pattern, null, group, start, null, null, null, null),
                List.of());
    }

    private KafkaPlan plan(String topic, String pattern, String group, String start) {
        return read(topic, pattern, group, start).value().orElseThrow();
    }

    @Test
    void theGroupIsKubelessOwn() {
        assertThat(plan("orders", null, null, null).to(FUNCTION).consumed().group())
                .isEqualTo("default_t_f_orders");
        assertThat(plan("orders", null, "mine", null).to(FUNCTION).consumed().group())
                .isEqualTo("mine");
        assertThat(plan(null, "o.*", null, null).to(FUNCTION).consumed().group())
                .isEqualTo("default_t_f_*");
    }

    @Test
    void aPatternMatchesWholeNamesButNotKafkasOwnTopics() {
        KafkaPlan plan = plan(null, "orders\\..+|__.*", null, "2026-01-31T12:00:00+01:00");
        assertThat(plan.reads().topics().include("orders.eu")).isTrue();
        assertThat(plan.reads().topics().include("my.orders.eu")).isFalse();
        assertThat(plan.reads().topics().include("__consumer_offsets")).isFalse();
        assertThat(plan.reads().start()).isEqualTo(new StartPosition.At(Instant.parse("2026-01-31T11:00:00Z")));
    }

    @Test
    void equalSpecsGiveEqualPlansSoThatNothingIsBuiltAnew() {
        assertThat(plan(null, "a.*", null, "earliest")).isEqualTo(plan(null, "a.*", null, "earliest"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,   -,                       -,   -,         spec.topic",
                "a,   b,                       -,   -,         spec.topic",
                "a b, -,                       -,   -,         spec.topic",
                "..,  -,                       -,   -,         spec.topic",
                "a?b, -,                       -,   -,         spec.topic",
                "-,   (a,                      -,   -,         spec.topicPattern",
                "-,   (?=a),                   -,   -,         spec.topicPattern",
                "-,   ((a{1000}){1000}){1000}, -,   -,         spec.topicPattern",
                "a,   -,                       g h, -,         spec.group",
                "a,   -,                       -,   yesterday, spec.startPosition"
            })
    void whatCannotBeIsRefused(String topic, String pattern, String group, String start, String field) {
        assertThat(read(topic, pattern, group, start).problems())
                .extracting(Problem::field)
                .containsExactly(field);
    }
}
