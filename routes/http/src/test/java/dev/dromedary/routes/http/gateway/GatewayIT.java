package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Write;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ingresses beside triggers, and what they lead to, on a real API server. */
class GatewayIT {

    private final GatewayLab lab = new GatewayLab(RealApiServer.shared());
    private final Seen seen = new Seen(lab);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void anIngressLeadsToTheRouterByAServiceOfItsNamespace() {
        lab.trigger("hello", "nginx");
        lab.awaitExposed("hello");
        assertThat(seen.backend("hello")).isEqualTo("kubeless-router");
        assertThat(seen.ingress("hello").getSpec().getRules().getFirst().getHost())
                .isEqualTo("hello." + lab.namespace() + ".example.com");
        Service service = seen.service();
        assertThat(service.getSpec().getSelector()).isNullOrEmpty();
        assertThat(service.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> assertThat(
                        owner.getUid())
                .isEqualTo(lab.client()
                        .rbac()
                        .clusterRoles()
                        .withName("kubeless-router-backend")
                        .get()
                        .getMetadata()
                        .getUid()));
        assertThat(seen.slice().getEndpoints()).singleElement().satisfies(pod -> assertThat(pod.getAddresses())
                .containsExactly("10.1.1.1"));
        assertThat(seen.endpoints()
                        .getSubsets()
                        .getFirst()
                        .getPorts()
                        .getFirst()
                        .getPort())
                .isEqualTo(8080);
    }

    @Test
    void itFollowsItsTrigger() {
        lab.trigger("hello", ", annotations: {team: a}, labels: {team: a}", "gateway: nginx");
        lab.awaitExposed("hello");
        String uid = seen.ingress("hello").getMetadata().getUid();
        assertThat(seen.annotations("hello"))
                .containsEntry("team", "a")
                .containsKey("nginx.ingress.kubernetes.io/proxy-body-size");
        lab.trigger("hello", "", "gateway: traefik, tls: true");
        await().atMost(GatewayLab.SOON).untilAsserted(() -> assertThat(seen.annotations("hello"))
                .doesNotContainKeys("team", "nginx.ingress.kubernetes.io/proxy-body-size")
                .containsEntry("kubernetes.io/ingress.class", "traefik")
                .containsEntry("kubernetes.io/tls-acme", "true"));
        assertThat(seen.ingress("hello").getMetadata().getLabels()).doesNotContainKey("team");
        assertThat(seen.ingress("hello").getSpec().getTls().getFirst().getSecretName())
                .isEqualTo("hello-tls");
        lab.trigger("hello", "kong");
        await().atMost(GatewayLab.SOON)
                .untilAsserted(() ->
                        assertThat(seen.ingress("hello").getSpec().getTls()).isEmpty());
        assertThat(seen.ingress("hello").getMetadata().getUid())
                .as("it was never removed")
                .isEqualTo(uid);
    }

    @Test
    void aChangeByHandIsPutRight() {
        lab.trigger("hello", "nginx");
        lab.awaitExposed("hello");
        lab.client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(lab.namespace())
                .withName("hello")
                .edit(ingress -> {
                    Seen.backend(ingress).setName("elsewhere");
                    ingress.getMetadata().getAnnotations().put("theirs", "stays");
                    return ingress;
                });
        await().atMost(GatewayLab.SOON)
                .untilAsserted(() -> assertThat(seen.backend("hello")).isEqualTo("kubeless-router"));
        assertThat(seen.annotations("hello")).containsEntry("theirs", "stays");
        lab.client().resource(seen.slice()).delete();
        lab.awaitThere(Kind.ENDPOINT_SLICE, RouterBackend.NAME);
        lab.client().resource(seen.ingress("hello")).delete();
        lab.awaitThere(Kind.INGRESS, "hello");
    }

    @Test
    void whereTheRoutersPodsGoTheServiceFollows() {
        lab.trigger("hello", "nginx");
        lab.awaitExposed("hello");
        lab.routerPods("{addresses: [10.1.1.1], conditions: {ready: false, serving: true, terminating: true}},"
                + " {addresses: [10.1.1.2], conditions: {ready: true}}");
        await().atMost(GatewayLab.SOON).untilAsserted(() -> assertThat(
                        seen.endpoints().getSubsets())
                .singleElement()
                .satisfies(pods ->
                        assertThat(pods.getAddresses().getFirst().getIp()).isEqualTo("10.1.1.2"))
                .satisfies(pods -> assertThat(
                                pods.getNotReadyAddresses().getFirst().getIp())
                        .isEqualTo("10.1.1.1")));
        assertThat(seen.slice().getEndpoints())
                .satisfiesExactly(
                        leaving -> assertThat(leaving.getConditions().getTerminating())
                                .isTrue(),
                        coming -> assertThat(coming.getConditions().getReady()).isTrue());
    }

    @Test
    void withTheGatewayTheIngressGoesAndWithTheLastOneTheService() {
        lab.trigger("one", "nginx");
        lab.trigger("two", "kong");
        lab.awaitExposed("one");
        lab.awaitExposed("two");
        lab.trigger("one", "''");
        lab.awaitGone(Kind.INGRESS, "one");
        await().atMost(GatewayLab.SOON)
                .until(() -> lab.condition("one", Condition.EXPOSED).isEmpty());
        assertThat(seen.service()).isNotNull();
        lab.client()
                .genericKubernetesResources("kubeless.io/v1beta1", "HTTPTrigger")
                .inNamespace(lab.namespace())
                .withName("two")
                .delete();
        lab.awaitGone(Kind.SERVICE, RouterBackend.NAME);
        lab.awaitGone(Kind.ENDPOINT_SLICE, RouterBackend.NAME);
        lab.awaitGone(Kind.ENDPOINTS, RouterBackend.NAME);
    }

    @Test
    void whoDoesNotHaveTheHostHasNoIngress() {
        lab.trigger("first", "nginx");
        lab.awaitExposed("first");
        lab.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {namespace: %1$s, name: z-second}
                spec: {function-name: f, host-name: first.%1$s.example.com, path: p, gateway: nginx}
                """
                        .formatted(lab.namespace()));
        await().atMost(GatewayLab.SOON).untilAsserted(() -> assertThat(lab.condition("z-second", Condition.READY))
                .hasValueSatisfying(ready -> assertThat(ready.reason()).isEqualTo("AddressTaken")));
        assertThat(lab.get(Kind.INGRESS, "z-second")).isNull();
        lab.trigger("first", "", "gateway: nginx, pathType: Exact, host-name: other.example.com");
        lab.awaitThere(Kind.INGRESS, "z-second");
    }

    @Test
    void whatKubernetesHasAgainstAnIngressIsSaid() {
        lab.trigger("hello", "", "gateway: nginx, host-name: 10.0.0.1");
        Condition said = lab.awaitNotExposed("hello", "InvalidSpec");
        assertThat(said.message()).contains("must be a DNS name, not an IP address");
    }

    @Test
    void atRestNothingIsWritten() {
        lab.trigger("hello", "nginx");
        lab.trigger("other", "''");
        lab.awaitExposed("hello");
        await("the first writes are over").pollDelay(Duration.ofSeconds(3)).until(() -> true);
        List<Write> before = seen.writes();
        String endpoints = seen.endpoints().getMetadata().getResourceVersion();
        // Its triggers are looked at again.
        lab.function();
        await("a while passes").pollDelay(Duration.ofSeconds(5)).until(() -> true);
        List<Write> after = seen.writes();
        assertThat(after.subList(before.size(), after.size()))
                .as("each of the two says that there is a function now")
                .extracting(Write::object)
                .containsExactlyInAnyOrder("httptriggers/hello/status", "httptriggers/other/status");
        assertThat(seen.endpoints().getMetadata().getResourceVersion()).isEqualTo(endpoints);
    }
}
