package dev.dromedary.routes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.dromedary.crd.CronJobTrigger;
import dev.dromedary.crd.HTTPTrigger;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.OwnAddress;
import dev.dromedary.kube.ReadyFunction;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole router against a real API server; an EndpointSlice leads to a server of the test. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class RouterIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Wiring wiring;

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer function;

    @BeforeEach
    void start() throws IOException {
        function = HttpServer.create(new InetSocketAddress(OwnAddress.get(), 0), 0);
        function.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Event-Namespace"));
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        function.start();
    }

    @AfterEach
    void stop() {
        function.stop(0);
    }

    @Test
    void itIsReadyAlthoughOtherKindsAreNotInstalled() {
        await().atMost(SOON).until(wiring::caughtUp);
    }

    @Test
    void anHttpTriggerLeadsToTheFunctionAndSaysSo() {
        apply("HTTPTrigger", "web", "{function-name: hello, host-name: " + namespace + ".example, path: hi}");
        awaitReason("httptriggers", "web", "FunctionMissing");
        makeFunction();
        await().atMost(SOON).untilAsserted(() -> assertThat(get("/hi")).isEqualTo("200 hello"));
        awaitReason("httptriggers", "web", "Ready");
        assertThat(seen).contains("GET httptriggers.kubeless.io");
    }

    @Test
    void aTriggerThatNamesAGatewayHasAnIngressThatLeadsHere() {
        client.resource(
                        Yaml.object(
                                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                addressType: IPv4
                metadata: {name: kubeless-router-x, namespace: kubeless, labels: {kubernetes.io/service-name: kubeless-router}}
                ports: [{name: http, port: 8080}]
                endpoints: [{addresses: [10.1.1.1], conditions: {ready: true}}]
                """))
                .serverSideApply();
        apply("HTTPTrigger", "exposed", "{function-name: hello, host-name: exposed.example, gateway: nginx}");
        awaitReason("httptriggers", "exposed", "Exposed");
        assertThat(client.network()
                        .v1()
                        .ingresses()
                        .inNamespace(namespace)
                        .withName("exposed")
                        .get())
                .isNotNull();
    }

    @Test
    void aCronTriggerFiresAndWritesItsTicksDown() {
        makeFunction();
        apply("CronJobTrigger", "tick", "{function-name: hello, schedule: '@every 1s'}");
        await().atMost(SOON).until(() -> seen.contains("GET cronjobtrigger.kubeless.io"));
        await().atMost(SOON)
                .until(() -> client.resources(CronJobTrigger.class)
                                .inNamespace(namespace)
                                .withName("tick")
                                .get()
                                .getStatus()
                                .lastScheduleTime()
                        != null);
        awaitReason("cronjobtriggers", "tick", "Ready");
        client.resources(CronJobTrigger.class)
                .inNamespace(namespace)
                .withName("tick")
                .delete();
    }

    @Test
    void aKinesisTriggerSaysWhatItMissesAndHasALeaseBesideIt() {
        apply("KinesisTrigger", "records", "{function-name: hello, stream: s, aws-region: eu-west-1, secret: nowhere}");
        awaitReason("kinesistriggers", "records", "SourceRefused");
        var lease = client.leases().inNamespace(namespace).list().getItems();
        assertThat(lease).hasSize(1);
        assertThat(lease.getFirst()
                        .getMetadata()
                        .getOwnerReferences()
                        .getFirst()
                        .getName())
                .isEqualTo("records");
    }

    @Test
    void kubelessFinalizersAreTakenOffSoThatDeletionEnds() {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata:
                  name: legacy
                  namespace: %s
                  finalizers: [kubeless.io/httptrigger, example.com/of-others]
                spec: {function-name: hello, host-name: legacy.example, path: x}
                """
                                .formatted(namespace)))
                .create();
        var legacy = client.resources(HTTPTrigger.class).inNamespace(namespace).withName("legacy");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(legacy.get().getMetadata().getFinalizers())
                        .containsExactly("example.com/of-others"));
    }

    private void awaitReason(String plural, String name, String reason) {
        String path = "/apis/kubeless.io/v1beta1/namespaces/" + namespace + "/" + plural + "/" + name;
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(client.raw(path)).contains("\"reason\":\"" + reason + "\""));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + wiring.publicPort() + path))
                .header("Host", namespace + ".example")
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private void makeFunction() {
        ReadyFunction.make(
                client, new Key(namespace, "hello"), function.getAddress().getPort());
    }

    private void apply(String kind, String name, String spec) {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: %s
                metadata: {name: %s, namespace: %s}
                spec: %s
                """
                                .formatted(kind, name, namespace, spec)))
                .serverSideApply();
    }
}
