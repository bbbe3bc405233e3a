package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Scope;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a real API server with its aggregation layer. Its Service is a name for this machine: there is no network of pods. */
class CustomMetricsIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String GROUP = "/apis/custom.metrics.k8s.io/v1beta2";
    private static final String SELECTOR = "?labelSelector=created-by%3Dkubeless%2Cfunction%3Df";

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final Vertx vertx = Vertx.vertx();
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(namespace), "test");
    private final Objects objects = new Objects(client, namespace);
    private final RouterActivity activity =
            new RouterActivity(vertx, client, new Key(namespace, "router-management"), Clock.systemUTC());
    private int port;
    private CustomMetrics metrics;

    @BeforeEach
    void come() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        objects.apply("installation");
        metrics = new CustomMetrics(
                vertx,
                client,
                resources,
                activity,
                new CustomMetrics.Settings(namespace, "under-test", port, port, "test"));
    }

    @AfterEach
    void leave() {
        metrics.close();
        activity.close();
        resources.close();
        Discovery.VERSIONS.forEach(version -> client.resources(APIService.class)
                .withName(version + "." + Discovery.GROUP)
                .delete());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatPodsWereCalledIsReadThroughTheApiServerByWhoMay() throws IOException {
        try (FunctionPod one = new FunctionPod(objects, "f-1");
                FunctionPod two = new FunctionPod(objects, "f-2")) {
            objects.apply("autoscaler");
            metrics.start();
            awaitServing();
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                one.called(10);
                two.called(20);
                assertThat(quantity(values("services/f"), 0)).isBetween(15.0, 35.0);
                assertThat(quantity(values("pods/*", SELECTOR), 0)).isBetween(5.0, 12.0);
                assertThat(quantity(values("pods/*", SELECTOR), 1)).isBetween(10.0, 24.0);
            });
            onlyWhoMayIsAnswered();
        }
    }

    private void onlyWhoMayIsAnswered() {
        String path = GROUP + "/namespaces/" + namespace + "/services/f/function_calls";
        try (KubernetesClient alice = as("alice")) {
            assertThatThrownBy(() -> alice.raw(path))
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(403));
            objects.apply("reader");
            await("an answer is kept for a few seconds")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(alice.raw(path)).contains("function_calls"));
        }
    }

    @Test
    void whatIsInFlightIsReadThroughTheApiServer() throws IOException {
        String path = GROUP + "/namespaces/" + namespace + "/services/f/function_requests_in_flight";
        String said = "{\"copy\":\"r\",\"activity\":[{\"namespace\":\"%s\",\"name\":\"f\",\"inFlight\":5,\"waiting\":2,"
                .formatted(namespace);
        try (RouterCopy copy =
                new RouterCopy(objects, "r", RouterCopy.says(said + "\"last\":\"2026-01-02T03:04:05Z\"}]}"))) {
            metrics.start();
            awaitServing();
            assertThat(quantity(new JsonObject(client.raw(path)), 0)).isEqualTo(5);
            assertThat(copy.asked()).as("asked as often as an autoscaler asks").isEqualTo(1);
        }
    }

    @Test
    void whoIsNotTheApiServerIsRefusedWhateverItSays() {
        metrics.start();
        awaitServing();
        DirectCall call = new DirectCall(port);
        assertThat(call.status(GROUP)).isEqualTo("401");
        assertThat(call.withCertificateOf("front-proxy").status(GROUP))
                .as("signed by itself, whatever it is called")
                .startsWith("refused");
    }

    @Test
    void theRegistrationGoesWithTheInstallation() {
        metrics.start();
        awaitServing();
        String uid = client.rbac()
                .clusterRoles()
                .withName(CustomMetrics.NAME)
                .get()
                .getMetadata()
                .getUid();
        assertThat(registrations()).hasSize(2).allSatisfy(service -> assertThat(
                        service.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(uid));
    }

    @Test
    void twoCopiesHaveOneCertificate() {
        CustomMetrics second = new CustomMetrics(
                vertx, client, resources, activity, new CustomMetrics.Settings(namespace, "second", 0, port, "test"));
        try {
            metrics.start();
            second.start();
            awaitServing();
            await().atMost(SOON).until(() -> second.state().equals("serving"));
            assertThat(metrics.state()).isEqualTo("serving");
        } finally {
            second.close();
        }
    }

    @Test
    void anotherAdaptersRegistrationIsLeftAloneAndTheEventSaysWhose() {
        HasMetadata foreign = objects.apply("another-adapter").getFirst();
        metrics.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(metrics.state()).contains("monitoring/prometheus-adapter"));
        assertThat(registrations()).singleElement().satisfies(service -> {
            assertThat(service.getSpec()).isEqualTo(((APIService) foreign).getSpec());
            assertThat(service.getMetadata().getUid())
                    .isEqualTo(foreign.getMetadata().getUid());
            assertThat(service.getMetadata().getLabels()).doesNotContainKey(Registration.LABEL);
        });
        await().atMost(SOON).untilAsserted(() -> assertThat(client.events()
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .anySatisfy(event -> assertThat(event.getNote()).contains("prometheus-adapter")));
    }

    private void awaitServing() {
        await().atMost(SOON).untilAsserted(() -> assertThat(metrics.state()).isEqualTo("serving"));
        await("the API server finds us").atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(
                        client.raw(GROUP))
                .contains("services/function_calls"));
    }

    private List<APIService> registrations() {
        return client.resources(APIService.class).list().getItems().stream()
                .filter(service -> service.getSpec().getGroup() != null)
                .filter(service -> service.getSpec().getGroup().equals(Discovery.GROUP))
                .toList();
    }

    private KubernetesClient as(String user) {
        Config config = new ConfigBuilder(client.getConfiguration())
                .withImpersonateUsername(user)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private JsonObject values(String of, String... query) {
        String list =
                client.raw(GROUP + "/namespaces/" + namespace + "/" + of + "/function_calls" + String.join("", query));
        assertThat(list).as("null where there is none (yet): " + of).isNotNull();
        return new JsonObject(list);
    }

    private static double quantity(JsonObject list, int index) {
        String value = list.getJsonArray("items").getJsonObject(index).getString("value");
        return value.endsWith("m")
                ? Double.parseDouble(value.substring(0, value.length() - 1)) / 1000
                : Double.parseDouble(value);
    }
}
