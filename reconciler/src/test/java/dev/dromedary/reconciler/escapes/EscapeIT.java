package dev.dromedary.reconciler.escapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.reconciler.ApiServerResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an author of Functions may try comes to nothing, on create, update and server-side apply. Each attempt is first shown
 * to be one: the pod that Kubeless would have made of it is rejected, by the Pod Security Standard or by a named check.
 */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class EscapeIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final List<String> WAYS = List.of("create", "update", "apply");
    private static final List<Attempt> ATTEMPTS = Attempt.all();

    private final RealApiServer server = RealApiServer.shared();
    private final Wire wire = new Wire(server.client());
    private final String namespace = server.newNamespace();
    private final String functions = "/apis/kubeless.io/v1beta1/namespaces/" + namespace + "/functions";
    private final String deployments = "/apis/apps/v1/namespaces/" + namespace + "/deployments";
    private String restricted;

    @BeforeEach
    void aNamespaceThatLetsOnlyRestrictedPodsIn() {
        restricted = "restricted-" + UUID.randomUUID().toString().substring(0, 8);
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(restricted)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .addToLabels("pod-security.kubernetes.io/enforce-version", "latest")
                        .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    /** Objects that other tests' clients could not read. */
    @AfterEach
    void removeTheFunctions() {
        wire.remove(functions);
    }

    @Test
    void eachAttemptIsARealOne() {
        assertThat(wire.create(functions, good("good").toString()).isFine()).isTrue();
        await().atMost(SOON).until(() -> wire.get(deployments + "/good").has("spec"));
        JsonNode deployment = wire.get(deployments + "/good");
        ((ObjectNode) deployment.at("/spec/template/spec")).remove(List.of("serviceAccount", "serviceAccountName"));
        JsonNode service = wire.get("/api/v1/namespaces/" + namespace + "/services/good");
        KubelessPod control = KubelessPod.of(good("good"), deployment, service);
        assertThat(admit(control.pod("control"))).isEmpty();
        assertThat(ATTEMPTS)
                .hasSizeGreaterThanOrEqualTo(100)
                .extracting(Attempt::name)
                .doesNotHaveDuplicates();
        assertThat(ATTEMPTS)
                .extracting(attempt -> attempt.at() + " " + attempt.value())
                .doesNotHaveDuplicates();

        List<String> unreal = ATTEMPTS.parallelStream()
                .flatMap(attempt -> {
                    JsonNode written = Text.tree(attempt.json(good("good")));
                    return unreal(attempt, KubelessPod.of(written, deployment, service)).stream();
                })
                .toList();
        assertThat(unreal).isEmpty();
    }

    /** What is amiss with an attempt; empty: it is a real one. */
    private Optional<String> unreal(Attempt attempt, KubelessPod kubeless) {
        if (attempt.rejectedBy().equals("pod-security") || attempt.rejectedBy().equals("api-server")) {
            ObjectNode pod = kubeless.pod(attempt.name());
            JsonNode read = attempt.isReadCarelessly() ? Text.readCarelessly(pod) : pod;
            Wire.Answer answer = dryRun(read);
            boolean rejected =
                    attempt.rejectedBy().equals("pod-security") ? answer.isPodSecurity() : answer.code() == 422;
            return rejected ? Optional.empty() : Optional.of(attempt + ": " + answer);
        }
        if (!EscapeChecks.knows(attempt.rejectedBy()) || attempt.gives().isEmpty()) {
            return Optional.of(attempt + ": no such check, or nothing is said of what it gives");
        }
        if (!EscapeChecks.rejects(attempt.rejectedBy(), kubeless)) {
            return Optional.of(attempt + ": " + attempt.rejectedBy() + " lets it through");
        }
        boolean known = !attempt.rejectedBy().equals("jackson")
                && dryRun(kubeless.pod(attempt.name())).isPodSecurity();
        return known ? Optional.of(attempt + ": Pod Security knows it") : Optional.empty();
    }

    @Test
    void noAttemptComesToAnything() {
        ways().parallel().filter(way -> !way.name().startsWith("create")).forEach(way -> {
            String good = good(way.name()).toString();
            Wire.Answer made =
                    way.is("update") ? wire.create(functions, good) : wire.apply(functions + "/" + way.name(), good);
            assertThat(made.isFine()).as(way + " " + made).isTrue();
        });
        long olds = ways().filter(way -> !way.is("create")).count();
        await().atMost(SOON).until(() -> wire.list(deployments).size() == olds);
        Map<String, JsonNode> before = wire.list(deployments);

        List<String> refused =
                ways().parallel().flatMap(way -> attempt(way).stream()).toList();
        assertThat(refused).isEmpty();
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Map<String, JsonNode> now = wire.list(functions);
            Map<String, JsonNode> made = wire.list(deployments);
            assertThat(ways().flatMap(way -> new Outcome(
                                    now.get(way.name()), before.get(way.name()), made.get(way.name()))
                            .problems(way)
                            .map(problem -> way.name() + " " + problem)))
                    .isEmpty();
        });
        everyPodIsRestricted();
        everyPodAndServiceIsItsFunctionsOwn();
    }

    private void everyPodAndServiceIsItsFunctionsOwn() {
        assertThat(wire.list(deployments)).isNotEmpty().allSatisfy((name, deployment) -> {
            isOf(name, deployment.at("/spec/template/metadata/labels"));
            isOf(name, deployment.at("/spec/selector/matchLabels"));
            assertThat(deployment.at("/metadata/ownerReferences/0/name").asText())
                    .isEqualTo(name);
        });
        assertThat(wire.list("/api/v1/namespaces/" + namespace + "/services"))
                .isNotEmpty()
                .allSatisfy((name, service) -> isOf(name, service.at("/spec/selector")));
    }

    private static void isOf(String function, JsonNode labels) {
        assertThat(labels.path("function").asText()).isEqualTo(function);
        assertThat(labels.path("created-by").asText()).isEqualTo("kubeless");
    }

    private void everyPodIsRestricted() {
        List<String> unsafe = wire.list(deployments).values().parallelStream()
                .flatMap(deployment -> {
                    JsonNode template = deployment.at("/spec/template");
                    ObjectNode pod = template.deepCopy();
                    pod.put("apiVersion", "v1")
                            .put("kind", "Pod")
                            .withObject("/metadata")
                            .put("name", "p");
                    return Stream.concat(admit(pod).stream(), PodInvariants.violations(template).stream())
                            .map(problem -> deployment.at("/metadata/name").asText() + ": " + problem);
                })
                .toList();
        assertThat(unsafe).isEmpty();
    }

    /** Sends it; what the API server has against it, where it should have nothing. */
    private Optional<String> attempt(Way way) {
        String json = way.attempt().json(good(way.name()));
        String path = functions + "/" + way.name();
        Wire.Answer answer =
                switch (way.verb()) {
                    case "create" -> wire.create(functions, json);
                    case "update" -> wire.replace(path, withVersion(json, path));
                    default -> wire.apply(path, json);
                };
        return answer.isFine() ? Optional.empty() : Optional.of(way.name() + " " + answer);
    }

    private String withVersion(String json, String path) {
        String version = wire.get(path).at("/metadata/resourceVersion").asText();
        return json.replaceFirst("\"metadata\":\\{", "\"metadata\":{\"resourceVersion\":\"" + version + "\",");
    }

    private Optional<String> admit(JsonNode pod) {
        Wire.Answer answer = dryRun(pod);
        return answer.isFine() && answer.warnings().isEmpty() ? Optional.empty() : Optional.of(answer.toString());
    }

    private Wire.Answer dryRun(JsonNode pod) {
        return wire.create(
                "/api/v1/namespaces/" + restricted + "/pods?dryRun=All&fieldValidation=Ignore", Text.of(pod));
    }

    private Stream<Way> ways() {
        return ATTEMPTS.stream()
                .flatMap(attempt -> WAYS.stream().filter(attempt::isTriedBy).map(verb -> new Way(verb, attempt)));
    }

    private ObjectNode good(String name) {
        return (ObjectNode) Text.tree(
                """
                {"apiVersion": "kubeless.io/v1beta1", "kind": "Function", "metadata": {"name": "%s", "namespace": "%s"},
                 "spec": {"handler": "a.b", "runtime": "python3.11", "function": "x = 1"}}
                """
                        .formatted(name, namespace));
    }

    /** An attempt and how it is made. */
    record Way(String verb, Attempt attempt) {
        String name() {
            return verb + "-" + attempt.name();
        }

        boolean is(String other) {
            return verb.equals(other);
        }
    }
}
