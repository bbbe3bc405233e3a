package dev.dromedary.ledger;

import dev.dromedary.crd.KafkaTrigger;
import dev.dromedary.crd.ReplayStatus;
import dev.dromedary.crd.TriggerStatus;
import dev.dromedary.kube.FreePort;
import dev.dromedary.kube.Program;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import dev.dromedary.ledger.check.Counters;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** The packaged router, with the JVM options of its image, before a real API server in which a KafkaTrigger stands. */
final class ShippedRouter implements Subject {

    private static final Program PROGRAM = Program.of(
            Path.of("../../routes/app"),
            List.of("@../../images/jvm.options", "@../../images/router.options", "-Xmx256m"));

    private final RealApiServer server = RealApiServer.shared();
    private final String namespace = server.newNamespace();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String brokers;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    /**
     * One without processes yet.
     *
     * @param delivery the trigger's block of that name, in YAML's flow style
     */
    ShippedRouter(String brokers, FunctionServer function, String delivery) {
        this.brokers = brokers;
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kubeless")
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        apply("kubeless.io/v1beta1", "Function", "f", "spec: {handler: a.b}");
        apply("discovery.k8s.io/v1", "EndpointSlice", "f", endpoint(function));
        apply(
                "kubeless.io/v1beta1",
                "KafkaTrigger",
                "t",
                "spec: {topic: %s, startPosition: earliest, delivery: %s}".formatted(Setting.TOPIC, delivery));
    }

    private static String endpoint(FunctionServer function) {
        return """
                addressType: IPv4
                ports: [{name: http, port: %d}]
                endpoints: [{addresses: [%s], conditions: {ready: true}}]"""
                .formatted(function.port(), function.host());
    }

    private void apply(String version, String kind, String name, String rest) {
        server.client()
                .resource(Yaml.object(
                        """
                        apiVersion: %s
                        kind: %s
                        metadata: {name: %s, namespace: %s, labels: {created-by: kubeless, kubernetes.io/service-name: %s}}
                        %s
                        """
                                .formatted(version, kind, name, namespace, name, rest)))
                .forceConflicts()
                .serverSideApply();
    }

    /** Runs it once and ends it in good order, which makes later starts fast. */
    void train(Path log) {
        if (PROGRAM.isTrained()) {
            return;
        }
        Process process = PROGRAM.train(environment("training"), log);
        Awaitility.await("the router answers; its log: " + log)
                .atMost(java.time.Duration.ofMinutes(2))
                .until(() -> counters("training").isPresent() || !process.isAlive());
        process.destroy();
        process.onExit().join();
    }

    /** Has the trigger's dead letters replayed, so many a second. */
    void replay(String id, int rate) {
        trigger()
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"replay\": {\"id\": \"%s\", \"rate\": %d}}}".formatted(id, rate));
    }

    /** How far the replay is, as the trigger's status has it; empty: it says nothing of one. */
    Optional<ReplayStatus> replayed() {
        return Optional.ofNullable(trigger().get().getStatus()).map(TriggerStatus::replay);
    }

    private Resource<KafkaTrigger> trigger() {
        return server.client()
                .resources(KafkaTrigger.class)
                .inNamespace(namespace)
                .withName("t");
    }

    @Override
    public String group() {
        return namespace + "_t_f_" + Setting.TOPIC;
    }

    @Override
    public String letters() {
        return "letters";
    }

    @Override
    public Process start(String copy, Path log) {
        return PROGRAM.start(environment(copy), log);
    }

    private Map<String, String> environment(String copy) {
        return Map.of(
                "KUBECONFIG", server.kubeconfig().toString(),
                "DROMEDARY_IDENTITY", copy,
                "DROMEDARY_PUBLIC_PORT", "0",
                "DROMEDARY_PUBLIC_TLS_PORT", "0",
                "DROMEDARY_PUBLIC_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(ports.computeIfAbsent(copy, name -> FreePort.any())),
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "DROMEDARY_KAFKA", "true",
                "KAFKA_BROKERS", brokers);
    }

    @Override
    public Optional<Counters> counters(String copy) {
        return Metrics.counters(copy, metrics(copy));
    }

    @Override
    public long brought(String copy) {
        return counters(copy).map(Counters::delivered).orElse(0L);
    }

    private String metrics(String copy) {
        URI metrics = URI.create("http://127.0.0.1:" + ports.get(copy) + "/metrics");
        try {
            return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        http.close();
        server.client().namespaces().withName(namespace).delete();
    }
}
