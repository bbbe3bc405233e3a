package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.KafkaTrigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private final Cluster cluster = new Cluster();
    private final Installation broker = new Installation(Path.of("src/test/kustomize/broker"));
    private final Trigger<KafkaTrigger> trigger = new Trigger<>(cluster, KafkaTrigger.class, "orders");
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
                %2$s
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
                        .formatted(topic, Told.FUNCTION));
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
        trigger.awaitTrouble("");
        assertThat(trigger.finalizers()).isEmpty();
    }

    @Test
    @Order(2)
    void onceThereIsOneEventsReachTheFunctionOnceEach() {
        broker.apply();
        await().atMost(Cluster.SOON).ignoreExceptions().until(this::ready);
        write(topic, "one\ntwo\nthree");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(data()).containsExactlyInAnyOrder("one", "two", "three"));
        assertThat(Told.of(cluster, "orders"))
                .extracting(Told::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith(topic + "-"));
        trigger.awaitConsuming();
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
        assertThat(data()).contains("four");
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
        List<String> all = Told.numbered("order", 50);
        write(topic, String.join("\n", all));
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(data()).containsAll(all));
        cluster.awaitPrograms();
    }

    private List<String> data() {
        return Told.data(cluster, "orders");
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
