package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.HTTPTrigger;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Write;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A router on a real API server, as the service account that {@code kustomize/} gives it, with no right more: what is not
 * granted there fails here.
 */
final class GatewayLab implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    private static final Path KUSTOMIZE = Path.of("../../kustomize");

    private final RealApiServer server;
    private final String installation;
    private final String namespace;
    private LabRouter router;

    GatewayLab(RealApiServer server) {
        this.server = server;
        this.installation = server.newNamespace();
        this.namespace = server.newNamespace();
        install(server.client());
        routerPods("{addresses: [10.1.1.1], conditions: {ready: true}}");
        goOn();
    }

    /** Starts another router. */
    void goOn() {
        router = new LabRouter(server.client(), installation);
    }

    /** Ends the one that there is: from now on nobody leads. */
    void pause() {
        router.close();
    }

    /** What was written in its namespace. */
    List<Write> writes() {
        return server.writes(namespace);
    }

    /** The service account's rights, as they are installed. */
    private static void install(KubernetesClient client) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kubeless")
                        .endMetadata()
                        .build())
                .serverSideApply();
        List.of(
                        "base/router-rbac.yaml",
                        "components/http/rbac.yaml",
                        "components/http/gateway-rbac.yaml",
                        "components/http/backend-rbac.yaml")
                .forEach(file -> apply(client, KUSTOMIZE.resolve(file)));
    }

    static void apply(KubernetesClient client, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            client.load(in).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Kubernetes says of the router's own Service. */
    void routerPods(String endpoints) {
        apply(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {namespace: %s, name: kubeless-router-x1, labels: {kubernetes.io/service-name: kubeless-router}}
                addressType: IPv4
                ports: [{name: http, protocol: TCP, port: 8080}]
                endpoints: [%s]
                """
                        .formatted(installation, endpoints));
    }

    KubernetesClient client() {
        return server.client();
    }

    /** Where the test's triggers are. */
    String namespace() {
        return namespace;
    }

    void apply(String yaml) {
        client().resource(Yaml.object(yaml)).forceConflicts().serverSideApply();
    }

    /** Makes a trigger with a gateway, or another version of it. */
    void trigger(String name, String gateway) {
        trigger(name, "", "gateway: " + gateway);
    }

    /** Makes a trigger whose host is its name, or another version of it; of what is said twice the later counts. */
    void trigger(String name, String metadata, String spec) {
        apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {namespace: %1$s, name: %2$s%3$s}
                spec: {function-name: f, host-name: %2$s.%1$s.example.com, path: p, %4$s}
                """
                        .formatted(namespace, name, metadata, spec));
    }

    /** Makes the Function that the triggers call: they are looked at again. */
    void function() {
        apply(
                "{apiVersion: kubeless.io/v1beta1, kind: Function, metadata: {namespace: %s, name: f}, spec: {handler: a.b}}"
                        .formatted(namespace));
    }

    GenericKubernetesResource get(Kind kind, String name) {
        return client().genericKubernetesResources(ApiServer.context(kind))
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    GenericKubernetesResource awaitThere(Kind kind, String name) {
        await(kind + " " + name).atMost(SOON).until(() -> get(kind, name) != null);
        return get(kind, name);
    }

    void awaitGone(Kind kind, String name) {
        await(kind + " " + name + " is gone").atMost(SOON).until(() -> get(kind, name) == null);
    }

    Optional<Condition> condition(String trigger, String type) {
        return Optional.ofNullable(client().resources(HTTPTrigger.class)
                        .inNamespace(namespace)
                        .withName(trigger)
                        .get())
                .map(HTTPTrigger::getStatus)
                .flatMap(status -> Conditions.find(status.conditions(), type));
    }

    void awaitExposed(String trigger) {
        await(trigger + " is exposed").atMost(SOON).until(() -> condition(trigger, Condition.EXPOSED)
                .filter(Condition::holds)
                .isPresent());
    }

    Condition awaitNotExposed(String trigger, String reason) {
        await().atMost(SOON).untilAsserted(() -> assertThat(condition(trigger, Condition.EXPOSED))
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo(reason)));
        return condition(trigger, Condition.EXPOSED).orElseThrow();
    }

    @Override
    public void close() {
        router.close();
        client().resources(HTTPTrigger.class).inNamespace(namespace).delete();
    }
}
