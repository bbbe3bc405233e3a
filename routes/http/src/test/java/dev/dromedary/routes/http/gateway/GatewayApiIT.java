package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Write;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** HTTPRoutes beside triggers, on an API server that first does not know them, and then does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayApiIT {

    private static final Path DEFINITION = Path.of("src/test/resources/httproutes.yaml");

    private RealApiServer server;
    private GatewayLab lab;

    @BeforeAll
    void start() {
        server = RealApiServer.start();
        lab = new GatewayLab(server);
    }

    @AfterAll
    void stop() {
        lab.close();
        server.close();
    }

    @Test
    @Order(1)
    void whereTheKindIsMissingTheTriggerSaysSoAndNothingElseSuffers() {
        lab.trigger("modern", "infra/shared");
        Condition said = lab.awaitNotExposed("modern", "KindMissing");
        assertThat(said.message()).contains("HTTPRoute").contains("install the CRDs of gateway.networking.k8s.io");
        lab.trigger("hello", "nginx");
        lab.awaitExposed("hello");
    }

    @Test
    @Order(2)
    void onceItIsThereTheRouteIsMade() {
        GatewayLab.apply(server.client(), DEFINITION);
        await("it is tried again").atMost(Duration.ofMinutes(2)).until(() -> lab.condition("modern", Condition.EXPOSED)
                .filter(Condition::holds)
                .isPresent());
        GenericKubernetesResource route = lab.get(Kind.HTTP_ROUTE, "modern");
        assertThat(route.<List<Map<String, Object>>>get("spec", "parentRefs"))
                .singleElement()
                .satisfies(parent ->
                        assertThat(parent).containsEntry("namespace", "infra").containsEntry("name", "shared"));
        assertThat(route.<List<String>>get("spec", "hostnames"))
                .containsExactly("modern." + lab.namespace() + ".example.com");
    }

    @Test
    @Order(3)
    void aChangeByHandIsPutRightAndTheDefaultsOfTheKindAreNone() {
        lab.client()
                .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(lab.namespace())
                .withName("modern")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"hostnames\": [\"elsewhere.example.com\"]}}");
        await().atMost(GatewayLab.SOON).untilAsserted(() -> assertThat(
                        lab.get(Kind.HTTP_ROUTE, "modern").<List<String>>get("spec", "hostnames"))
                .containsExactly("modern." + lab.namespace() + ".example.com"));
        await("the write is over").pollDelay(Duration.ofSeconds(2)).until(() -> true);
        List<Write> before = new Seen(lab).writes();
        lab.function();
        await("a while passes").pollDelay(Duration.ofSeconds(5)).until(() -> true);
        List<Write> after = new Seen(lab).writes();
        assertThat(after.subList(before.size(), after.size())).noneMatch(write -> write.isOf("httproutes"));
    }

    @Test
    @Order(4)
    void whatTheGatewaySaysStandsOnTheTrigger() {
        status("False", "NotAllowedByListeners", "not from this namespace");
        assertThat(lab.awaitNotExposed("modern", "GatewayRefused").message())
                .contains("Gateway infra/shared")
                .contains("not from this namespace");
        status("True", "Accepted", "");
        lab.awaitExposed("modern");
    }

    @Test
    @Order(5)
    void fromOneWayInToTheOther() {
        lab.trigger("modern", "traefik");
        lab.awaitThere(Kind.INGRESS, "modern");
        lab.awaitGone(Kind.HTTP_ROUTE, "modern");
        lab.trigger("modern", "infra/shared");
        lab.awaitThere(Kind.HTTP_ROUTE, "modern");
        lab.awaitGone(Kind.INGRESS, "modern");
    }

    /** Another router that leads, or the same after a restart, while the trigger was changed. */
    @Test
    @Order(6)
    void whatIsNoLongerWantedIsFoundByTheNextRouterToo() {
        assertThat(lab.get(Kind.HTTP_ROUTE, "modern")).isNotNull();
        lab.pause();
        lab.trigger("modern", "''");
        lab.goOn();
        lab.awaitGone(Kind.HTTP_ROUTE, "modern");
    }

    private void status(String accepted, String reason, String message) {
        lab.client()
                .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(lab.namespace())
                .withName("modern")
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        """
                        {"status": {"parents": [{"controllerName": "example.com/gateway", "parentRef": {"name": "shared"},
                          "conditions": [{"type": "Accepted", "status": "%s", "reason": "%s", "message": "%s",
                            "lastTransitionTime": "2020-01-01T00:00:00Z"}]}]}}"""
                                .formatted(accepted, reason, message));
    }
}
