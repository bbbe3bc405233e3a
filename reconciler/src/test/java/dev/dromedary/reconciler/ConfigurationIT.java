package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What edits of kubeless-config do, good ones and bad ones, to a reconciler that runs, and to one that starts. */
class ConfigurationIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONFIG = "kubeless-config";
    private static final String GOOD =
            """
            [{"ID": "python", "depName": "requirements.txt", "fileNameSuffix": ".py", "versions": [
              {"version": "3.11", "images": [{"phase": "runtime", "image": "example/python:%s"}]}]}]
            """;
    private static final String BAD = GOOD.replace("\"runtime\"", "\"runtiem\"");

    /** A server of its own: on the shared one the reconciler of the other tests would look after the same Functions. */
    private static final RealApiServer SERVER = RealApiServer.start();

    private final RealApiServer server = SERVER;
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();
    private RunningReconciler reconciler;

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }

    @AfterEach
    void stop() {
        reconciler.close();
    }

    @Test
    void aBadEditIsNamedAndChangesNothingUntilItIsMended() throws Exception {
        configure(GOOD.formatted(1));
        start();
        apply("before");
        awaitImage("before", "example/python:1");
        String asItWas = version("before");

        configure(BAD.formatted(2));
        awaitMessage("before", "kubeless-config: runtime-images[0].versions[0].images[0].phase: is 'runtiem'");
        awaitMessage("before", "the last good one stays in force");
        awaitEvent("Warning ConfigurationInvalid");
        apply("during");
        awaitImage("during", "example/python:1");
        awaitMessage("during", "the last good one stays in force");
        assertThat(version("before")).isEqualTo(asItWas);

        configure(GOOD.formatted(3));
        awaitImage("before", "example/python:3");
        awaitImage("during", "example/python:3");
        await().atMost(SOON)
                .until(() ->
                        condition("before").isEmpty() && condition("during").isEmpty());
        awaitEvent("Normal ConfigurationInForce");
    }

    @Test
    void aReconcilerThatStartsWithABadOneGoesOnWithTheLastGoodOne() throws Exception {
        configure(GOOD.formatted(1));
        start();
        await().atMost(SOON).until(() -> kept().get() != null);
        stop();
        configure(BAD.formatted(2));
        start();
        apply("f");
        awaitImage("f", "example/python:1");
        awaitMessage("f", "the last good one stays in force");
        assertThat(kept().get().getData().get("runtime-images")).isEqualTo(GOOD.formatted(1));
        assertThat(kept().get().getMetadata().getLabels()).containsEntry("app.kubernetes.io/part-of", "kubeless");
    }

    @Test
    void withNoGoodOneAtAllWhatThereIsStaysAsItIs() throws Exception {
        configure(GOOD.formatted(1));
        start();
        apply("f");
        awaitImage("f", "example/python:1");
        await().atMost(SOON).until(() -> kept().get() != null);
        stop();
        kept().delete();
        configure(BAD.formatted(2));
        String asItWas = version("f");
        start();
        awaitMessage("f", "there was no good one before, so what runs stays as it is");
        assertThat(status("f").flatMap(status -> Conditions.find(status.conditions(), Condition.READY)))
                .hasValueSatisfying(ready -> {
                    assertThat(ready.status()).isEqualTo("False");
                    assertThat(ready.reason()).isEqualTo("ConfigurationInvalid");
                });
        assertThat(version("f")).isEqualTo(asItWas);
        configure(GOOD.formatted(3));
        awaitImage("f", "example/python:3");
    }

    @Test
    void aDeletedOneStaysInForce() throws Exception {
        configure(GOOD.formatted(1));
        start();
        apply("before");
        awaitImage("before", "example/python:1");
        client.configMaps().inNamespace(namespace).withName(CONFIG).delete();
        awaitMessage("before", "kubeless-config: does not exist");
        awaitEvent("Warning ConfigurationInvalid");
        apply("during");
        awaitImage("during", "example/python:1");
        configure(GOOD.formatted(2));
        awaitImage("before", "example/python:2");
        await().atMost(SOON).until(() -> condition("before").isEmpty());
    }

    @Test
    void whatIsKeptComesBackWhereItIsDeletedAndIsNeverSomebodyElses() throws Exception {
        configure(GOOD.formatted(1));
        client.resource(configMap(CONFIG + "-in-force", "theirs")).create();
        start();
        apply("f");
        awaitImage("f", "example/python:1");
        assertThat(kept().get().getData()).containsEntry("runtime-images", "theirs");
        kept().delete();
        await().atMost(SOON)
                .until(() -> kept().get() != null
                        && GOOD.formatted(1).equals(kept().get().getData().get("runtime-images")));
    }

    private void start() throws Exception {
        reconciler = RunningReconciler.start(server, namespace);
    }

    private void configure(String catalogue) {
        client.resource(configMap(CONFIG, catalogue)).createOr(existing -> existing.update());
    }

    private ConfigMap configMap(String name, String catalogue) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToData("runtime-images", catalogue)
                .build();
    }

    private Resource<ConfigMap> kept() {
        return client.configMaps().inNamespace(namespace).withName(CONFIG + "-in-force");
    }

    private void apply(String name) {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s, namespace: %s}
                spec: {handler: a.b, runtime: python3.11, function: "x = 1"}
                """
                                .formatted(name, namespace)))
                .serverSideApply();
    }

    private void awaitImage(String function, String image) {
        await().atMost(SOON).untilAsserted(() -> assertThat(deployment(function))
                .isNotNull()
                .extracting(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo(image));
    }

    private void awaitMessage(String function, String part) {
        await().atMost(SOON).untilAsserted(() -> assertThat(condition(function)).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo("False");
            assertThat(condition.reason()).isEqualTo("ConfigurationInvalid");
            assertThat(condition.message()).contains(part);
        }));
    }

    private void awaitEvent(String typeAndReason) {
        await().atMost(SOON).untilAsserted(() -> assertThat(events()).contains(typeAndReason));
    }

    private List<String> events() {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding().getKind().equals("ConfigMap"))
                .filter(event -> event.getRegarding().getName().equals(CONFIG))
                .map(event -> event.getType() + " " + event.getReason())
                .toList();
    }

    private Optional<Condition> condition(String function) {
        return status(function)
                .flatMap(status -> Conditions.find(status.conditions(), Condition.CONFIGURATION_IN_FORCE));
    }

    private Optional<FunctionStatus> status(String function) {
        return Optional.ofNullable(client.resources(Function.class)
                .inNamespace(namespace)
                .withName(function)
                .get()
                .getStatus());
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }

    private String version(String function) {
        return deployment(function).getMetadata().getResourceVersion();
    }
}
