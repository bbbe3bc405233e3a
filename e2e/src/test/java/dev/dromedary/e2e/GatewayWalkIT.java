package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.HTTPTrigger;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The way in through the cluster's own gateway, as far as there can be one without a gateway: what would lead to the router, and
 * the Service that it would lead by. It uses each of the router's rights to these kinds, for {@link QuietWalkIT} counts them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayWalkIT {

    private static final Path HTTP_ROUTES = Path.of("../routes/http/src/test/resources/httproutes.yaml");

    private final Cluster cluster = new Cluster();
    private final KubernetesClient client = cluster.client();

    /** The kind stays, for the leading router follows it from then on. */
    @BeforeAll
    void come() throws IOException {
        try (InputStream definition = Files.newInputStream(HTTP_ROUTES)) {
            client.load(definition).serverSideApply();
        }
        await("HTTPRoutes are served")
                .atMost(Cluster.SOON)
                .ignoreExceptions()
                .until(() -> get(Kind.HTTP_ROUTE, "way") == null);
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: way}
                spec: {handler: way.run, runtime: python3.11, function: "def run(event, context): return 'way in'"}
                """);
        cluster.awaitReady("way");
    }

    @AfterAll
    void leave() {
        cluster.close();
    }

    /** An object of somebody else, of each kind that is made. */
    @ParameterizedTest
    @Order(1)
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Service       | v1                           | kubeless-router | traefik      | spec: {ports: [{port: 80}]}
                    EndpointSlice | discovery.k8s.io/v1          | kubeless-router | traefik      | addressType: IPv4
                    Endpoints     | v1                           | kubeless-router | traefik      | subsets: []
                    Ingress       | networking.k8s.io/v1         | way             | traefik      | spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}
                    HTTPRoute     | gateway.networking.k8s.io/v1 | way             | infra/shared | spec: {hostnames: [theirs.example.com]}
                    """)
    void whatIsSomebodyElsesIsNamedAndLeftAlone(
            String kind, String version, String name, String gateway, String content) {
        String theirs = "apiVersion: %s%nkind: %s%nmetadata: {name: %s}%n%s%n".formatted(version, kind, name, content);
        cluster.apply(theirs);
        trigger(gateway);
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(exposed())
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo("Conflict"))
                .hasValueSatisfying(said -> assertThat(said.message()).contains(kind)));
        cluster.delete(theirs);
        awaitExposed();
        trigger("''");
        awaitGone(Kind.INGRESS, "way");
        awaitGone(Kind.HTTP_ROUTE, "way");
        awaitGone(Kind.SERVICE, "kubeless-router");
    }

    /** The node calls as a gateway would. (The API server's own proxy goes to pods of the Service's namespace alone.) */
    @Test
    @Order(2)
    void theServiceOfTheNamespaceLeadsToTheFunctionThroughTheRouter() {
        trigger("traefik");
        awaitExposed();
        String address = client.services()
                .inNamespace(cluster.namespace())
                .withName("kubeless-router")
                .get()
                .getSpec()
                .getClusterIP();
        await().atMost(Cluster.SOON)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(
                        () -> Command.within(Duration.ofSeconds(10))
                                .run("../cluster/enter", "curl", "-s", "http://" + address + "/gateway-walk"),
                        "way in"::equals);
    }

    @Test
    @Order(3)
    void itFollowsTheRoutersPods() {
        long before = addresses();
        var router = client.apps().deployments().inNamespace("kubeless").withName("kubeless-router");
        int copies = router.get().getSpec().getReplicas();
        router.scale(copies + 1);
        await().atMost(Cluster.SOON).until(() -> addresses() == before + 1);
        router.scale(copies);
        await().atMost(Cluster.SOON).until(() -> addresses() == before);
    }

    private long addresses() {
        return client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(cluster.namespace())
                .withName("kubeless-router")
                .get()
                .getEndpoints()
                .stream()
                .filter(pod -> Boolean.TRUE.equals(pod.getConditions().getReady()))
                .count();
    }

    private void trigger(String gateway) {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: way}
                spec: {function-name: way, path: gateway-walk, gateway: %s}
                """
                        .formatted(gateway));
    }

    private void awaitExposed() {
        await().atMost(Cluster.SOON)
                .until(() -> exposed().filter(Condition::holds).isPresent());
    }

    private Optional<Condition> exposed() {
        return Optional.ofNullable(client.resources(HTTPTrigger.class)
                        .inNamespace(cluster.namespace())
                        .withName("way")
                        .get())
                .map(HTTPTrigger::getStatus)
                .flatMap(status -> Conditions.find(status.conditions(), Condition.EXPOSED));
    }

    private void awaitGone(Kind kind, String name) {
        await().atMost(Cluster.SOON).until(() -> get(kind, name) == null);
    }

    private GenericKubernetesResource get(Kind kind, String name) {
        return client.genericKubernetesResources(kind.apiVersion(), kind.name())
                .inNamespace(cluster.namespace())
                .withName(name)
                .get();
    }
}
