package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.KafkaTrigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Kubeless' KafkaTrigger at Kubeless' address, with the broker for trials: from no broker at all to dead letters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaWalkIT {

    private static final Pattern EVENT = Pattern.compile("event (\\S+) (\\S+)");

    private final Cluster cluster = new Cluster();
    private final Installation broker = new Installation(Path.of("src/test/kustomize/broker"));
    private final String topic = "orders-" + cluster.namespace();

    @BeforeAll
    void come() {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: orders, labels: {topic: orders}}
                spec:
                  handler: orders.run
                  runtime: python3.11
                  function: |
                    def run(event, context):
                        data = event['data'].decode()
                        print('event', event['event-id'], data, flush=True)
                        if data == 'poison':
                            raise ValueError('poison')
                        return 'taken'
                ---
                apiVersion: kubeless.io/v1beta1
                kind: KafkaTrigger
                metadata: {name: orders, finalizers: [kubeless.io/kafkatrigger]}
                spec:
                  topic: %1$s
                  functionSelector: {matchLabels: {topic: orders}}
                  startPosition: earliest
                  delivery: {attempts: 2, backoff: {initial: 100ms}}
                """
                        .formatted(topic));
        cluster.awaitReady("orders");
    }

    @AfterAll
    void leave() {
        broker.deleteAnyOfIt(Cluster.SOON);
        cluster.close();
    }

    @Test
    @Order(1)
    void withoutABrokerTheTriggerSaysSo() {
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(consuming())
                .hasValueSatisfying(condition ->
                        assertThat(condition.holds()).as(condition.message()).isFalse()));
        assertThat(trigger().getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    @Order(2)
    void onceThereIsOneEventsReachTheFunctionOnceEach() {
        broker.apply();
        await().atMost(Cluster.SOON).ignoreExceptions().until(this::ready);
        write(topic, "one\ntwo\nthree");
        await().atMost(Cluster.SOON)
                .untilAsserted(() ->
                        assertThat(told()).extracting(Told::data).containsExactlyInAnyOrder("one", "two", "three"));
        assertThat(told()).extracting(Told::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith(topic + "-"));
        await().atMost(Cluster.SOON)
                .until(() -> consuming().filter(Condition::holds).isPresent());
    }

    @Test
    @Order(3)
    void whatTheFunctionDoesNotTakeIsKept() {
        write(topic, "poison\nfour");
        String letters = "kubeless-dead-letters." + cluster.namespace() + ".orders";
        String read = kafka(
                "consumer.ConsoleConsumer",
                "--topic " + letters
                        + " --from-beginning --max-messages 1 --timeout-ms 60000 --property print.headers=true");
        assertThat(read)
                .contains("dead-letter-reason:Exhausted", "dead-letter-attempts:2")
                .endsWith("poison\n");
        assertThat(told()).extracting(Told::data).contains("four");
    }

    @Test
    @Order(4)
    void aRouterThatGoesLosesNothing() {
        cluster.client()
                .pods()
                .inNamespace("kubeless")
                .withLabel("app.kubernetes.io/name", "router")
                .withGracePeriod(0)
                .delete();
        List<String> all =
                IntStream.range(0, 50).mapToObj(number -> "order-" + number).toList();
        write(topic, String.join("\n", all));
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(told()).extracting(Told::data).containsAll(all));
        cluster.awaitPrograms();
    }

    /** What the function was told. */
    private record Told(String id, String data) {}

    private List<Told> told() {
        return EVENT.matcher(cluster.logs("orders"))
                .results()
                .map((MatchResult event) -> new Told(event.group(1), event.group(2)))
                .toList();
    }

    private KafkaTrigger trigger() {
        return cluster.client()
                .resources(KafkaTrigger.class)
                .inNamespace(cluster.namespace())
                .withName("orders")
                .get();
    }

    private Optional<Condition> consuming() {
        return Optional.ofNullable(trigger().getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), Condition.CONSUMING));
    }

    private boolean ready() {
        return cluster.client()
                .apps()
                .statefulSets()
                .inNamespace("kubeless")
                .withName("kafka")
                .isReady();
    }

    /** Writes lines into a topic, each as a record. */
    private static void write(String topic, String lines) {
        kubectl("printf '%s\\n' '" + lines + "' | kafka ConsoleProducer --bootstrap-server localhost:9092 --topic "
                + topic);
    }

    private static String kafka(String tool, String arguments) {
        return kubectl("kafka " + tool + " --bootstrap-server localhost:9092 " + arguments);
    }

    /** In the broker's pod, as a person would. */
    private static String kubectl(String script) {
        return Command.within(Duration.ofMinutes(2))
                .run(Command.tools().resolve("kubectl"), "-n", "kubeless", "exec", "kafka-0", "--", "sh", "-c", script);
    }
}
