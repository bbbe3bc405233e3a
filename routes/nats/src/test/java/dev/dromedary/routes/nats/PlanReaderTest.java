package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.NATSTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Ordering;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.nats.consume.Source;
import dev.dromedary.routes.nats.consume.Terms;
import dev.dromedary.routes.nats.server.Address;
import dev.dromedary.routes.nats.server.Installation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trigger says of subjects, groups, streams and servers. */
class PlanReaderTest {

    private static final Key FUNCTION = new Key("default", "f");

    private final PlanReader reader = new PlanReader(
            Installation.of(Map.of()).servers(),
            InstallationDefault.NONE,
            () -> EnumSet.of(Honours.Letters.NATS, Honours.Letters.FUNCTION));

    private Reading<NatsPlan> read(String trigger, String spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName(trigger)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        Map<?, ?> tree = Serialization.unmarshal("---\n{" + spec + "}", Map.class);
        return reader.read(
                object, StrictReader.spec(NATSTriggerSpec.class, tree).value().orElseThrow(), List.of());
    }

    private NatsPlan plan(String spec) {
        Reading<NatsPlan> reading = read("t", spec);
        assertThat(reading.problems()).isEmpty();
        return reading.value().orElseThrow().to(FUNCTION);
    }

    @Test
    void theGroupIsKubelessOwn() {
        assertThat(plan("topic: a.*.>").consumed().from()).isEqualTo(new Source.Queue("default_t_f_a.*.>", true));
        assertThat(plan("topic: a, queueGroup: mine, reply: false").consumed().from())
                .isEqualTo(new Source.Queue("mine", false));
    }

    @Test
    void aConsumerIsNamedAfterTriggerAndFunction() {
        NatsPlan plan = plan("topic: a, jetStream: {stream: S, startPosition: '2026-01-31T12:00:00+01:00'}");
        assertThat(plan.consumed().from())
                .isEqualTo(new Source.Stream(
                        "S",
                        "default_t_f",
                        new Terms(
                                new Terms.At(Instant.parse("2026-01-31T11:00:00Z")),
                                Optional.of(Duration.ofSeconds(30)),
                                Optional.of(1000))));
        assertThat(read("a.b", "topic: a, jetStream: {stream: S}")
                        .value()
                        .orElseThrow()
                        .to(FUNCTION)
                        .consumed()
                        .from())
                .extracting(from -> ((Source.Stream) from).durable())
                .isEqualTo("default_a__b_f");
    }

    @Test
    void whatAConsumerOfOnesOwnLeavesOpenStaysAsItIs() {
        Source.Stream from = (Source.Stream)
                plan("topic: a, jetStream: {stream: S, durable: d}").consumed().from();
        assertThat(from.terms()).isEqualTo(new Terms(new Terms.New(), Optional.empty(), Optional.empty()));
    }

    @Test
    void inOrderMeansOneUnsettledMessage() {
        NatsPlan plan = plan("topic: a, jetStream: {stream: S}, delivery: {ordering: Source}");
        assertThat(plan.delivery().ordering()).isEqualTo(Ordering.SOURCE);
        assertThat(((Source.Stream) plan.consumed().from()).terms().maxAckPending())
                .contains(1);
    }

    @Test
    void serversAreTheTriggersOrTheInstallations() {
        assertThat(plan("topic: a").reads().servers().addresses())
                .containsExactly(new Address("nats.nats-io.svc.cluster.local", 4222, false));
        assertThat(plan("topic: a").reads().servers().trusted()).isTrue();
        NatsPlan own = plan("topic: a, servers: ['tls://a.example:1', b.example], credentials: {secret: s}");
        assertThat(own.reads().servers().trusted()).isFalse();
        assertThat(own.reads().servers().tls()).isPresent();
        assertThat(own.reads().servers().credentials()).contains(new Key("default", "s"));
    }

    @Test
    void deadLettersGoToAStream() {
        assertThat(plan("topic: a, delivery: {deadLetter: {nats: {subject: b}}}")
                        .delivery()
                        .deadLetter())
                .contains(new LetterTarget.Nats("b"));
    }

    @Test
    void equalSpecsGiveEqualPlansSoThatNothingIsBuiltAnew() {
        assertThat(plan("topic: a, jetStream: {stream: S, ackWait: 1m}"))
                .isEqualTo(plan("topic: a, jetStream: {stream: S, ackWait: 60s}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic: ''                                                       | spec.topic",
                "topic: a..b                                                     | spec.topic",
                "topic: 'a b'                                                    | spec.topic",
                "topic: a.>.b                                                    | spec.topic",
                "topic: $JS.API.>                                                | spec.topic",
                "topic: _INBOX.>                                                 | spec.topic",
                "topic: a, queueGroup: 'g h'                                     | spec.queueGroup",
                "topic: a, queueGroup: g, jetStream: {stream: S}                 | spec.queueGroup",
                "topic: a, reply: true, jetStream: {stream: S}                   | spec.reply",
                "topic: a, jetStream: {}                                         | spec.jetStream.stream",
                "topic: a, jetStream: {stream: a.b}                              | spec.jetStream.stream",
                "topic: a, jetStream: {stream: S, durable: a.b}                  | spec.jetStream.durable",
                "topic: a, jetStream: {stream: S, startPosition: latest}         | spec.jetStream.startPosition",
                "topic: a, jetStream: {stream: S, ackWait: 1ms}                  | spec.jetStream.ackWait",
                "topic: a, jetStream: {stream: S, ackWait: soon}                 | spec.jetStream.ackWait",
                "topic: a, jetStream: {stream: S, maxAckPending: 0}              | spec.jetStream.maxAckPending",
                "topic: a, jetStream: {stream: S, maxAckPending: 2}, delivery: {ordering: Source} | spec.jetStream.maxAckPending",
                "topic: a, servers: ['nats://me:pw@a.example']                   | spec.servers[0]",
                "topic: a, servers: ['http://a.example']                         | spec.servers[0]",
                "topic: a, tls: {}                                               | spec.tls",
                "topic: a, credentials: {secret: s}                              | spec.credentials",
                "topic: a, servers: [a], credentials: {secret: ''}               | spec.credentials.secret",
                "topic: a, delivery: {ordering: Key}                             | spec.delivery.ordering",
                "topic: a, delivery: {deadLetter: {kafka: {topic: t}}}           | spec.delivery.deadLetter.kafka"
            })
    void whatCannotBeIsRefused(String spec, String field) {
        assertThat(read("t", spec).problems()).extracting(Problem::field).containsExactly(field);
    }
}
