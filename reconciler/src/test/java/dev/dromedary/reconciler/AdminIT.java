package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.dromedary.kube.OwnAddress;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The admin API on the management port of the whole reconciler: two copies of the router answer, then only one does. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class AdminIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TestHTTPResource("/admin/activity")
    URI activity;

    private final RealApiServer server = RealApiServer.shared();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void leave() {
        server.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace("kubeless")
                .withLabel("kubernetes.io/service-name", "kubeless-router-management")
                .delete();
    }

    @Test
    void itSaysWhatIsGoingOnThroughAllCopiesOfTheRouterAndWhichAreSilent() throws IOException {
        HttpServer one = copy("r-1", 3);
        HttpServer two = copy("r-2", 4);
        try {
            await(true);
            JsonNode all = page();
            assertThat(all.get("copies")).extracting(JsonNode::asText).containsExactly("r-1", "r-2");
            assertThat(all.get("silent")).isEmpty();
            assertThat(all.get("activity")).singleElement().satisfies(f -> {
                assertThat(f.get("namespace").asText()).isEqualTo("ns");
                assertThat(f.get("name").asText()).isEqualTo("f");
                assertThat(f.get("inFlight").asInt()).isEqualTo(7);
                assertThat(f.get("waiting").asInt()).isEqualTo(2);
                assertThat(f.get("last").asText()).isEqualTo("2026-01-02T03:04:05Z");
            });
            two.stop(0);
            await(false);
            assertThat(page().get("silent"))
                    .singleElement()
                    .satisfies(silent -> assertThat(silent.get("copy").asText()).isEqualTo("r-2"));
        } finally {
            one.stop(0);
            two.stop(0);
        }
    }

    @Test
    void thereIsOnlyGet() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(activity)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
    }

    private void await(boolean whole) {
        Awaitility.await("an answer is kept for a second")
                .atMost(SOON)
                .until(() -> page().get("whole").asBoolean() == whole);
    }

    private JsonNode page() {
        try {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(activity).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpServer copy(String name, int inFlight) throws IOException {
        HttpServer copy = HttpServer.create(new InetSocketAddress(OwnAddress.get(), 0), 0);
        byte[] body =
                """
                {"copy": "%s", "activity": [{"namespace": "ns", "name": "f", "inFlight": %d, "waiting": 1,
                  "last": "2026-01-02T03:04:05Z"}]}
                """
                        .formatted(name, inFlight)
                        .getBytes(StandardCharsets.UTF_8);
        copy.createContext("/admin/activity", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        copy.start();
        server.client().resource(slice(name, copy.getAddress())).serverSideApply();
        return copy;
    }

    private static GenericKubernetesResource slice(String name, InetSocketAddress address) {
        return Yaml.object(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                addressType: IPv4
                metadata: {name: %1$s, namespace: kubeless, labels: {kubernetes.io/service-name: kubeless-router-management}}
                ports: [{name: http, port: %2$d}]
                endpoints: [{addresses: [%3$s], targetRef: {kind: Pod, name: %1$s, namespace: kubeless, uid: %1$s}}]
                """
                        .formatted(name, address.getPort(), address.getAddress().getHostAddress()));
    }
}
