package dev.dromedary.routes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The admin API, on the management port of the whole router. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class AdminIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Wiring wiring;

    @TestHTTPResource("/admin/")
    URI admin;

    private final RealApiServer server = RealApiServer.shared();
    private final String namespace = server.newNamespace();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void itSaysWhichTriggersRunAndWhatIsGoingOnAtTheirFunctions() throws Exception {
        apply("{kind: Function, metadata: {name: busy}, spec: {}}");
        apply("{kind: HTTPTrigger, metadata: {name: web}, spec: {function-name: busy, host-name: admin.example,"
                + " timeouts: {ready: 3s}}}");
        await().atMost(SOON).untilAsserted(() -> assertThat(mine("triggers"))
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.get("route").asText()).isEqualTo("Started"))
                .satisfies(
                        trigger -> assertThat(trigger.get("address").asText()).isEqualTo("http://admin.example/")));
        await().atMost(SOON).ignoreExceptions().until(() -> {
            call();
            return mine("activity").stream()
                    .anyMatch(busy -> busy.get("waiting").asInt() > 0
                            && busy.get("inFlight").asInt() > 0);
        });
        await().atMost(SOON).untilAsserted(() -> assertThat(mine("activity"))
                .singleElement()
                .satisfies(idle -> assertThat(idle.get("inFlight").asInt()).isZero()));
    }

    private void apply(String yaml) {
        GenericKubernetesResource object = Yaml.object(yaml);
        object.setApiVersion("kubeless.io/v1beta1");
        object.getMetadata().setNamespace(namespace);
        server.client().resource(object).serverSideApply();
    }

    /** The function has no pod: the call waits. */
    private void call() {
        var unused = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + wiring.publicPort() + "/"))
                        .header("Host", "admin.example")
                        .build(),
                BodyHandlers.discarding());
    }

    @Test
    void whatARequestSaysNeverComesBackAsAHeader() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(admin.resolve("triggers?Set-Cookie=a&X-Mine=b"))
                        .header("X-Yours", "c")
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().keySet()).doesNotContain("set-cookie", "x-mine", "x-yours");
        assertThat(client.send(
                                HttpRequest.newBuilder(admin.resolve("triggers"))
                                        .DELETE()
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
    }

    private List<JsonNode> mine(String what) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(admin.resolve(what)).build(), BodyHandlers.ofString());
        JsonNode all = new ObjectMapper().readTree(answer.body());
        assertThat(all.get("copy").asText()).isNotEmpty();
        return StreamSupport.stream(all.get(what).spliterator(), false)
                .filter(one -> one.get("namespace").asText().equals(namespace))
                .toList();
    }
}
