package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Function;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Write;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the reconciler writes where nothing changes: nothing. And what Kubeless left behind is taken off. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class QuietIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    @Test
    void atRestNothingIsWritten() {
        IntStream.range(0, 20).forEach(i -> apply("f" + i, ""));
        await().atMost(SOON).until(() -> deployments().size() == 20);
        await("the first writes are over").pollDelay(Duration.ofSeconds(3)).until(() -> true);
        List<Write> before = server.writes(namespace);
        assertThat(before).extracting(Write::object).contains("deployments/f19", "functions/f19/status");
        await("a while passes").pollDelay(Duration.ofSeconds(8)).until(() -> true);
        assertThat(server.writes(namespace)).isEqualTo(before);
    }

    @Test
    void anotherFunctionsTroubleDelaysNobody() {
        IntStream.range(0, 10).forEach(i -> apply("bad" + i, ", service: {ports: [{port: 0}]}"));
        apply("good", "");
        await().atMost(SOON).until(() -> deployments().stream()
                .anyMatch(d -> d.getMetadata().getName().equals("good")));
    }

    @Test
    void kubelessFinalizersAreTakenOffSoThatDeletionEnds() {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: legacy, namespace: %s, finalizers: [kubeless.io/function]}
                spec: {handler: a.b, runtime: python3.11, function: "x = 1"}
                """
                                .formatted(namespace)))
                .create();
        client.resources(Function.class)
                .inNamespace(namespace)
                .withName("legacy")
                .delete();
        await().atMost(SOON)
                .until(() -> client.resources(Function.class)
                                .inNamespace(namespace)
                                .withName("legacy")
                                .get()
                        == null);
    }

    private List<Deployment> deployments() {
        return client.apps().deployments().inNamespace(namespace).list().getItems();
    }

    private void apply(String name, String more) {
        client.resource(Yaml.object(
                        """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: %s, namespace: %s}
                spec: {handler: a.b, runtime: python3.11, function: "x = 1"%s}
                """
                                .formatted(name, namespace, more)))
                .serverSideApply();
    }
}
