package dev.dromedary.routes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.routes.kafka.consume.Ground;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters are handed to their function once more, with a real broker. */
class ReplayIT {

    private static final Path PAGE = Path.of("../../docs/delivery.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n((?:(?!```).)*\n  replay:.*?)```", Pattern.DOTALL);

    private final Ground ground = new Ground(RealKafka.shared());
    private final AtomicInteger answer = new AtomicInteger(400);
    private ReplayBench copy;

    @AfterEach
    void close() {
        copy.close();
        ground.close();
    }

    @Test
    void theExampleOfThePageDoesWhatItSays() throws Exception {
        String example = example();
        ground.make("orders", 2, Map.of());
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(example.replaceAll("\n  replay:.*", ""));
        copy.awaitConsuming("orders");
        assertThat(copy.replay("orders")).isEmpty();
        sendOrders();
        copy.letters("orders.failed", 3);
        List<ReplayBench.Call> before = List.copyOf(copy.calls());
        answer.set(200);
        copy.trigger(example);
        copy.awaitReplayed("orders", "2026-01-31");
        assertThat(copy.replay("orders"))
                .containsEntry("asked", "3")
                .containsEntry("done", "3")
                .containsEntry("failed", "0")
                .doesNotContainKey("message");
        List<ReplayBench.Call> again =
                copy.calls().subList(before.size(), copy.calls().size());
        assertThat(again)
                .extracting(call -> List.of(call.id(), call.key(), call.header(), call.time(), call.body()))
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .map(call -> List.of(call.id(), call.key(), call.header(), call.time(), call.body()))
                        .collect(Collectors.toSet()));
    }

    @Test
    void whatFailsAgainGoesBackAndWaitsForAnotherReplay() throws Exception {
        String topic = ground.topic(1, Map.of());
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(trigger(topic, ""));
        copy.awaitConsuming(topic);
        ground.send(topic, 0, 2, 2);
        copy.letters(topic + ".failed", 2);
        copy.trigger(trigger(topic, "replay: {id: one}"));
        copy.awaitReplayed(topic, "one");
        assertThat(copy.replay(topic)).containsEntry("done", "0").containsEntry("failed", "2");
        assertThat(copy.letters(topic + ".failed", 4).stream()
                        .map(letter -> ReplayBench.header(letter, "dead-letter-event-id") + " "
                                + ReplayBench.header(letter, "dead-letter-attempts"))
                        .toList())
                .containsExactlyInAnyOrder(topic + "-0-0 1", topic + "-0-1 1", topic + "-0-0 2", topic + "-0-1 2");
        int before = copy.calls().size();
        answer.set(200);
        copy.trigger(trigger(topic, "replay: {id: one, rate: 5}"));
        copy.awaitReplayed(topic, "one");
        copy.trigger(trigger(topic, "replay: {id: two}"));
        copy.awaitReplayed(topic, "two");
        assertThat(copy.replay(topic)).containsEntry("asked", "2").containsEntry("done", "2");
        assertThat(copy.calls()).hasSize(before + 2);
        copy.trigger(trigger(topic, ""));
        await().atMost(ReplayBench.SOON).until(() -> copy.replay(topic).isEmpty());
    }

    @Test
    void anotherCopyGoesOnWhereOneEndedAndAtTheRate() throws Exception {
        String topic = ground.topic(2, Map.of());
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(trigger(topic, ""));
        copy.awaitConsuming(topic);
        ground.send(topic, 0, 30, 7);
        copy.letters(topic + ".failed", 30);
        Set<String> all = copy.calls().stream().map(ReplayBench.Call::id).collect(Collectors.toSet());
        answer.set(200);
        int before = copy.calls().size();
        copy.trigger(trigger(topic, "replay: {id: one, rate: 10}"));
        await().atMost(ReplayBench.SOON).until(() -> copy.calls().size() >= before + 10);
        List<ReplayBench.Call> first =
                List.copyOf(copy.calls().subList(before, copy.calls().size()));
        assertThat(Duration.ofNanos(first.getLast().nanos() - first.getFirst().nanos()))
                .isGreaterThan(Duration.ofMillis(700));
        copy.close();
        Set<String> seen = copy.calls().subList(before, copy.calls().size()).stream()
                .map(ReplayBench.Call::id)
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(seen).hasSizeLessThan(30);
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(trigger(topic, "replay: {id: one, rate: 1000}"));
        copy.awaitReplayed(topic, "one");
        assertThat(copy.replay(topic)).containsEntry("asked", "30").containsEntry("done", "30");
        assertThat(copy.calls()).extracting(ReplayBench.Call::id).doesNotContainAnyElementsOf(seen);
        copy.calls().forEach(call -> seen.add(call.id()));
        assertThat(seen).isEqualTo(all).hasSize(30);
    }

    @Test
    void whileTwoCopiesLeadEachLetterGoesToOne() throws Exception {
        String topic = ground.topic(1, Map.of());
        ground.make(topic + ".failed", 4, Map.of());
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(trigger(topic, ""));
        copy.awaitConsuming(topic);
        ground.send(topic, 0, 40, 40);
        copy.letters(topic + ".failed", 40);
        answer.set(200);
        int before = copy.calls().size();
        try (ReplayBench other = new ReplayBench(ground, answer::get)) {
            other.trigger(trigger(topic, "replay: {id: one, rate: 5}"));
            await().atMost(ReplayBench.SOON).until(() -> other.calls().size() > 2);
            copy.trigger(trigger(topic, "replay: {id: one, rate: 5}"));
            copy.awaitReplayed(topic, "one");
            other.awaitReplayed(topic, "one");
            assertThat(copy.replay(topic)).containsEntry("asked", "40").containsEntry("done", "40");
            List<String> all = Stream.concat(
                            other.calls().stream(), copy.calls().stream().skip(before))
                    .map(ReplayBench.Call::id)
                    .toList();
            assertThat(all).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @Test
    void lettersOfOthersArePassedOver() throws Exception {
        String topic = ground.topic(1, Map.of());
        ground.make(topic + ".failed", 1, Map.of());
        ground.send(List.of(
                letter(topic, "kafkatrigger/default/other", "default/ship"),
                letter(topic, "kafkatrigger/default/" + topic, "default/bill"),
                new ProducerRecord<>(topic + ".failed", "no letter at all"),
                letter(topic, "kafkatrigger/default/" + topic, "default/ship")));
        answer.set(200);
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(trigger(topic, "replay: {id: one}"));
        copy.awaitReplayed(topic, "one");
        assertThat(copy.replay(topic)).containsEntry("asked", "1").containsEntry("done", "1");
        assertThat(copy.calls()).extracting(ReplayBench.Call::id).containsExactly(topic + "-0-7");
    }

    @Test
    void stoppingTheRouteStopsTheReplay() throws Exception {
        String topic = ground.topic(1, Map.of());
        copy = new ReplayBench(ground, answer::get);
        copy.trigger(trigger(topic, ""));
        copy.awaitConsuming(topic);
        ground.send(topic, 0, 40, 7);
        copy.letters(topic + ".failed", 40);
        answer.set(200);
        int before = copy.calls().size();
        copy.trigger(trigger(topic, "replay: {id: one, rate: 5}"));
        await().atMost(ReplayBench.SOON).until(() -> copy.calls().size() > before + 2);
        copy.bench().camel().getRouteController().stopRoute("kafkatrigger/default/" + topic + "/ship");
        AtomicInteger last = new AtomicInteger(-1);
        await().atMost(ReplayBench.SOON)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> last.getAndSet(copy.calls().size()) == copy.calls().size());
        assertThat(copy.calls()).hasSizeLessThan(before + 40);
        copy.bench().camel().getRouteController().startRoute("kafkatrigger/default/" + topic + "/ship");
        copy.trigger(trigger(topic, "replay: {id: one, rate: 1000}"));
        copy.awaitReplayed(topic, "one");
        assertThat(copy.replay(topic)).containsEntry("asked", "40").containsEntry("done", "40");
    }

    private void sendOrders() {
        ground.send(IntStream.range(0, 3)
                .mapToObj(i -> new ProducerRecord<>(
                        "orders",
                        i % 2,
                        1_000_000_000_000L + i,
                        "k" + i,
                        "{\"n\": " + i + "}",
                        List.of(new RecordHeader("own", "mine".getBytes(StandardCharsets.UTF_8)))))
                .toList());
    }

    private static ProducerRecord<String, String> letter(String topic, String trigger, String function) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic + ".failed", "k", "v");
        Map.of(
                        "dead-letter-trigger",
                        trigger,
                        "dead-letter-function",
                        function,
                        "dead-letter-event-id",
                        topic + "-0-7",
                        "dead-letter-attempts",
                        "5")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** A trigger of the topic's name. */
    private static String trigger(String topic, String replay) {
        return """
                apiVersion: kubeless.io/v1beta1
                kind: KafkaTrigger
                metadata: {name: %s}
                spec:
                  topic: %s
                  functionSelector: {matchLabels: {function: ship}}
                  delivery: {deadLetter: {kafka: {topic: %s.failed}}}
                  %s
                """
                .formatted(topic, topic, topic, replay);
    }

    private static String example() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
