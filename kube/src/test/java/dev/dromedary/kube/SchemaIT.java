package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed CRDs on a real API server: what Kubeless' clients write passes, what cannot work is refused by name. */
class SchemaIT {

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    static Stream<Path> objects() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/kubeless-objects"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void whatKubelessWritesIsAcceptedOnCreateAndOnUpdate(Path file) throws IOException {
        GenericKubernetesResource object = Yaml.object(Files.readString(file));
        object.getMetadata().setNamespace(namespace);
        Map<?, ?> spec = (Map<?, ?>) object.getAdditionalProperties().get("spec");
        GenericKubernetesResource made = client.resource(object).create();
        assertThat(made.getAdditionalProperties().get("spec"))
                .as("nothing is pruned")
                .isEqualTo(spec);
        made.getMetadata().setLabels(Map.of("updated", "yes"));
        assertThat(client.resource(made).update().getAdditionalProperties().get("spec"))
                .isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Function       | {handler: nodot}                                     | spec.handler",
                "Function       | {handler: 1}                                         | spec.handler",
                "Function       | {function: {a: 1}}                                   | spec.function",
                "Function       | {function-content-type: gzip}                        | spec.function-content-type",
                "Function       | {checksum: md5:1}                                    | spec.checksum",
                "Function       | {runtime: 3}                                         | spec.runtime",
                "Function       | {timeout: 5}                                         | spec.timeout",
                "Function       | {timeout: soon}                                      | spec.timeout",
                "Function       | {deps: [a]}                                          | spec.deps",
                "HTTPTrigger    | {host-name: a}                                       | spec.function-name",
                "HTTPTrigger    | {function-name: Up}                                  | spec.function-name",
                "HTTPTrigger    | {function-name: f, host-name: 'a:80'}                | spec.host-name",
                "HTTPTrigger    | {function-name: f, path: 'a?b'}                      | spec.path",
                "HTTPTrigger    | {function-name: f, tls: 'yes'}                       | spec.tls",
                "HTTPTrigger    | {function-name: f, cors-enable: 1}                   | spec.cors-enable",
                "HTTPTrigger    | {function-name: f, tls-secret: 1}                    | spec.tls-secret",
                "HTTPTrigger    | {function-name: f, basic-auth-secret: true}          | spec.basic-auth-secret",
                "HTTPTrigger    | {function-name: f, gateway: 1}                       | spec.gateway",
                "CronJobTrigger | {function-name: f}                                   | spec.schedule",
                "CronJobTrigger | {function-name: f, schedule: '* * * *'}              | spec.schedule",
                "CronJobTrigger | {schedule: '@hourly', function-name: 1}              | spec.function-name",
                "KafkaTrigger   | {topic: ''}                                          | spec.topic",
                "KafkaTrigger   | {topic: t, functionSelector: {matchLabels: [a]}}     | spec.functionSelector.matchLabels",
                "KafkaTrigger   | {functionSelector: {}}                               | spec.topic",
                "KafkaTrigger   | {topic: t, topicPattern: t}                          | spec.topic",
                "KafkaTrigger   | {topicPattern: '(a{9}){9}'}                          | spec.topicPattern",
                "KafkaTrigger   | {topic: 'a b'}                                       | spec.topic",
                "KafkaTrigger   | {topic: t, startPosition: tomorrow}                  | spec.startPosition",
                "KafkaTrigger   | {topic: t, brokers: 'a:1'}                           | spec.brokers",
                "KafkaTrigger   | {topic: t, sasl: {mechanism: GSSAPI, secret: s}}     | spec.sasl.mechanism",
                "KafkaTrigger   | {topic: t, sasl: {mechanism: PLAIN}}                 | spec.sasl.secret",
                "NATSTrigger    | {functionSelector: {}}                               | spec.topic",
                "NATSTrigger    | {topic: t, servers: a}                               | spec.servers",
                "NATSTrigger    | {topic: t, credentials: {}}                          | spec.credentials.secret",
                "NATSTrigger    | {topic: t, jetStream: {}}                            | spec.jetStream.stream",
                "NATSTrigger    | {topic: t, jetStream: {stream: a.b}}                 | spec.jetStream.stream",
                "NATSTrigger    | {topic: t, jetStream: {stream: S, durable: 'a b'}}   | spec.jetStream.durable",
                "NATSTrigger    | {topic: t, jetStream: {stream: S, startPosition: latest}} | spec.jetStream.startPosition",
                "KinesisTrigger | {function-name: f, stream: 's/x'}                    | spec.stream",
                "KinesisTrigger | {function-name: f, stream: s, shard: 0}              | spec.shard",
                "KinesisTrigger | {function-name: f, stream: s, aws-region: 1}         | spec.aws-region",
                "KinesisTrigger | {function-name: f, stream: s, secret: []}            | spec.secret",
                "KinesisTrigger | {function-name: f, stream: s, endpoint: 1}           | spec.endpoint",
                "KinesisTrigger | {function-name: f, stream: s, startPosition: now}    | spec.startPosition"
            })
    void whatCannotWorkIsRefusedByName(String kind, String spec, String field) {
        GenericKubernetesResource object = object(kind, spec);
        assertThatThrownBy(() -> client.resource(object).create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CronJobTrigger | {function-name: f, schedule: '*/60 * * * *', payload: null}",
                "CronJobTrigger | {function-name: f, schedule: '0 */5 * * * *', payload: [1, {a: null}]}",
                "CronJobTrigger | {function-name: f, schedule: '@every 5s', payload: text}",
                "HTTPTrigger    | {function-name: f, path: /a/b, tls: null, gateway: null}",
                "HTTPTrigger    | {function-name: f, hostt-name: kept-to-be-named}",
                "KafkaTrigger   | {topic: t, functionSelector: {matchExpressions: [{key: a, operator: Exists}]}}",
                "KafkaTrigger   | {topic: t, topicPattern: null, brokers: null, tls: null, sasl: null, startPosition: null}",
                "KafkaTrigger   | {topicPattern: 'a.*', brokers: ['a:1'], tls: {secret: null}, sasl: {secret: s}, startPosition: '2026-01-31T12:00:00Z'}",
                "NATSTrigger    | {topic: 'a.*.>', functionSelector: {matchLabels: {a: b}}}",
                "NATSTrigger    | {topic: t, servers: null, queueGroup: null, reply: null, jetStream: null, tls: null, credentials: null}",
                "NATSTrigger    | {topic: t, jetStream: {stream: my-S_1, durable: '', startPosition: '2026-01-31T12:00:00Z', ackWait: 1m}}",
                "Function       | {deployment: null, service: null, horizontalPodAutoscaler: null, checksum: null}"
            })
    void nullsAndUnknownKeysPass(String kind, String spec) {
        assertThat(client.resource(object(kind, spec)).create()).isNotNull();
    }

    private GenericKubernetesResource object(String kind, String spec) {
        return Yaml.object(
                """
                apiVersion: kubeless.io/v1beta1
                kind: %s
                metadata: {name: it, namespace: %s}
                spec: %s
                """
                        .formatted(kind, namespace, spec));
    }
}
