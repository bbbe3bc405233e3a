package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code delivery} block on a real API server: a mistake is refused with a remedy, for every kind that has the block. */
class DeliverySchemaIT {

    private static final Map<String, String> SPECS = Map.of(
            "CronJobTrigger", "function-name: f, schedule: '@hourly'",
            "KafkaTrigger", "topic: t",
            "NATSTrigger", "topic: t",
            "KinesisTrigger", "function-name: f, stream: s");

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: Once}                                     | mode must be AtLeastOnce or AtMostOnce",
                "{attempts: 0}                                    | spec.delivery.attempts",
                "{backoff: {initial: soon}}                       | initial must be a duration",
                "{backoff: {initial: 2m, max: 1m}}                | backoff.initial must not be longer than backoff.max",
                "{backoff: {multiplier: 0.5}}                     | spec.delivery.backoff.multiplier",
                "{backoff: {jitter: 2}}                           | spec.delivery.backoff.jitter",
                "{timeout: ''}                                    | timeout must be a duration",
                "{maxAge: 30}                                     | spec.delivery.maxAge",
                "{success: [2xx, ok]}                             | success must be a list of classes and statuses",
                "{success: []}                                    | spec.delivery.success",
                "{ordering: Strict}                               | ordering must be None, Key or Source",
                "{concurrency: 1001}                              | spec.delivery.concurrency",
                "{filter: all}                                    | spec.delivery.filter",
                "{deadLetter: {}}                                 | deadLetter must say one place",
                "{deadLetter: {kafka: {topic: a}, function: {name: f}}} | deadLetter must say one place",
                "{deadLetter: {kafka: {topic: 'a b'}}}            | topic must be the name of a Kafka topic",
                "{deadLetter: {nats: {subject: 'a.*'}}}           | subject must be a NATS subject without wildcards",
                "{deadLetter: {http: {url: 'ftp://a/b'}}}         | url must be such as https://example.com/failed",
                "{deadLetter: {http: {url: 'https://u:p@a/b'}}}   | url must be such as https://example.com/failed",
                "{deadLetter: {function: {name: Up}}}             | name must be the name of a Function",
                "{onExhausted: Ignore}                            | onExhausted must be Hold or Drop",
                "{onExhausted: Drop, deadLetter: {function: {name: f}}} | remove it, or deadLetter",
                "{mode: AtMostOnce, attempts: 2}                  | under mode AtMostOnce nothing is tried again",
                "{mode: AtMostOnce, onExhausted: Hold}            | under mode AtMostOnce nothing is tried again",
                "{mode: AtMostOnce, deadLetter: {function: {name: f}}} | under mode AtMostOnce nothing is tried again"
            })
    void aMistakeIsRefusedWithItsRemedy(String delivery, String message) {
        SPECS.keySet().forEach(kind -> refused(kind, delivery, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CronJobTrigger | {ordering: Key}                 | a tick has no key",
                "CronJobTrigger | {batch: {size: 10}}             | remove delivery.batch",
                "CronJobTrigger | {filter: {data: {a: [1]}}}      | remove delivery.filter",
                "NATSTrigger    | {ordering: Key}                 | a message of NATS has no key",
                "KafkaTrigger   | {batch: {}}                     | spec.delivery.batch.size",
                "KafkaTrigger   | {batch: {size: 2, bytes: 1Gi}}  | bytes must be a size such as 512Ki"
            })
    void whatAKindCannotDoIsRefused(String kind, String delivery, String message) {
        refused(kind, delivery, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{mode: null, attempts: null, backoff: null, timeout: null, success: null, ordering: null, concurrency: null,"
                        + " batch: null, filter: null, deadLetter: null, onExhausted: null, maxAge: null}",
                "{mode: AtMostOnce, attempts: 1, maxAge: 30s}",
                "{mode: AtLeastOnce, attempts: 3, backoff: {initial: 1.5s, max: 1h30m, multiplier: 1, jitter: 0}}",
                "{timeout: 500ms, maxAge: 168h, success: [2xx, '404'], ordering: Source, concurrency: 1}",
                "{deadLetter: {kafka: null, http: {url: 'https://a.example/b?c=d'}}, onExhausted: null, unknown: kept}",
                "{onExhausted: Drop}"
            })
    void whatCanWorkPasses(String delivery) {
        SPECS.keySet().forEach(kind -> assertThat(
                        client.resource(object(kind, delivery)).create())
                .isNotNull());
    }

    @ParameterizedTest
    @CsvSource({"KafkaTrigger", "NATSTrigger", "KinesisTrigger"})
    void nothingOfAPatternIsPruned(String kind) {
        String filter =
                "{data: {a: {b: [x, 1, null, {prefix: p}]}, $or: [{c: [1]}, {d: [2]}]}, headers: {h: [x]}, o: 1}";
        GenericKubernetesResource object =
                object(kind, "{batch: {size: 2, bytes: 1Ki, window: 1s}, filter: " + filter + "}");
        Object written = object.getAdditionalProperties().get("spec");
        assertThat(client.resource(object).create().getAdditionalProperties().get("spec"))
                .isEqualTo(written);
    }

    private void refused(String kind, String delivery, String message) {
        assertThatThrownBy(() -> client.resource(object(kind, delivery)).create())
                .as(kind)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(message);
    }

    private GenericKubernetesResource object(String kind, String delivery) {
        return Yaml.object(
                """
                apiVersion: kubeless.io/v1beta1
                kind: %s
                metadata: {name: it, namespace: %s}
                spec: {%s, delivery: %s}
                """
                        .formatted(kind, namespace, SPECS.get(kind), delivery));
    }
}
