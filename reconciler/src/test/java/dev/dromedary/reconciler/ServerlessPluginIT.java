package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the Serverless Framework's plug-in reads and writes (contract: install.md 10), by plain HTTP as it does. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class ServerlessPluginIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper STRICT = new ObjectMapper(new JsonFactory());

    /** As the plug-in's deploy step writes it: a zip in base64, the Service found by the function's label alone. */
    private static final String FUNCTION =
            """
            {"apiVersion": "kubeless.io/v1beta1", "kind": "Function",
             "metadata": {"name": "capital", "namespace": "NAMESPACE",
               "labels": {"created-by": "kubeless", "function": "capital"},
               "annotations": {"kubeless.serverless.com/description": "says it louder"}},
             "spec": {"deps": "", "function": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==",
               "checksum": "sha256:8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85",
               "function-content-type": "base64+zip", "handler": "handler.capitalize", "runtime": "python2.7",
               "timeout": "180",
               "service": {"ports": [{"name": "http-function-port", "port": 8080, "protocol": "TCP", "targetPort": 8080}],
                 "selector": {"function": "capital"}, "type": "ClusterIP"},
               "deployment": {"spec": {"template": {"spec": {"containers": [
                 {"name": "capital", "imagePullPolicy": "Always", "env": [{"name": "A", "value": "ENV"}],
                  "resources": {"limits": {"memory": "128Mi"}, "requests": {"memory": "128Mi"}}}]}}}}}}""";

    private final Functions functions = Functions.inNewNamespace();
    private final PlainHttp http = new PlainHttp();
    private final String collection = "/apis/kubeless.io/v1beta1/namespaces/" + functions.namespace() + "/functions/";

    @Test
    void theCatalogueIsStrictJsonWithADependencyFileForEachRuntime() throws IOException {
        HttpResponse<String> answer = http.call("GET", "/api/v1/namespaces/kubeless/configmaps/kubeless-config", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode catalogue = STRICT.readTree(
                STRICT.readTree(answer.body()).at("/data/runtime-images").asText());
        assertThat(catalogue).isNotEmpty().allSatisfy(runtime -> {
            assertThat(runtime.path("ID").asText()).isNotEmpty();
            assertThat(runtime.path("depName").asText()).isNotEmpty();
        });
    }

    @Test
    void aFunctionIsDeployedLookedAfterCalledDeployedAgainAndRemoved() throws IOException {
        HttpResponse<String> missing = http.call("GET", collection + "capital", "");
        assertThat(STRICT.readTree(missing.body()).path("code").asInt()).isEqualTo(404);

        assertThat(http.call("POST", collection, function("1")).statusCode()).isEqualTo(201);
        await().atMost(SOON).until(() -> variable() != null);
        assertThat(variable()).isEqualTo("1");
        assertThat(http.call("GET", collection + "capital", "").statusCode()).isEqualTo(200);
        podsAreFoundByTheFunctionsLabel();
        // Its proxy, through which the plug-in calls, needs pods: MigrationWalkIT.
        String service = "/api/v1/namespaces/" + functions.namespace() + "/services/capital";
        assertThat(STRICT.readTree(http.call("GET", service, "").body())
                        .at("/spec/ports/0/name")
                        .asText())
                .isEqualTo("http-function-port");

        assertThat(http.call("PATCH", collection + "capital", function("2")).statusCode())
                .isEqualTo(200);
        await().atMost(SOON).until(() -> "2".equals(variable()));

        assertThat(http.call("DELETE", collection + "capital", "").statusCode()).isEqualTo(200);
        assertThat(http.call("DELETE", collection + "capital", "").statusCode()).isEqualTo(404);
    }

    /** A pod as the Deployment's controllers would make it: its labels are the template's. */
    private void podsAreFoundByTheFunctionsLabel() throws IOException {
        Deployment deployment = functions.deployment("capital");
        functions
                .client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(functions.namespace())
                        .withName("capital-1")
                        .withLabels(
                                deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .endMetadata()
                        .withSpec(deployment.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        String pods = "/api/v1/namespaces/" + functions.namespace() + "/pods?labelSelector=function%3Dcapital";
        JsonNode found = STRICT.readTree(http.call("GET", pods, "").body()).path("items");
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/spec/containers/0/name").asText()).isEqualTo("capital");
    }

    private String function(String variable) {
        return FUNCTION.replace("NAMESPACE", functions.namespace()).replace("ENV", variable);
    }

    private String variable() {
        Deployment deployment = functions.deployment("capital");
        return deployment == null
                ? null
                : deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                        .filter(variable -> variable.getName().equals("A"))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
    }
}
