package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.HTTPTrigger;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that triggers name: by the rights of a namespace that opts in, and with curl in the hands of whoever calls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallersWalkIT {

    private static final Pattern REMEDY = Pattern.compile("kubectl -n \\S+ create rolebinding \\S+ \\S+ \\S+");
    private static final int TLS_PORT = 30443;

    @TempDir
    private Path folder;

    private final Cluster cluster = new Cluster();
    private final KubernetesClient client = cluster.client();
    private final Command commands = Command.within(Duration.ofSeconds(30));
    private ClusterRoleBinding everywhere;

    /** As overlays/cluster is: no namespace has said yet that its Secrets may be read. */
    @BeforeAll
    void come() {
        var binding = client.rbac().clusterRoleBindings().withName("kubeless-trigger-secrets");
        everywhere = binding.get();
        binding.delete();
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: callers}
                spec:
                  handler: callers.run
                  runtime: python3.11
                  function: |
                    def run(event, context):
                        headers = event['extensions']['request'].headers
                        return headers.get('X-Auth-User', 'nobody') + ' by ' + headers['X-Forwarded-Proto']
                """);
        cluster.awaitReady("callers");
    }

    @AfterAll
    void leave() {
        try (cluster) {
            client.rbac()
                    .clusterRoleBindings()
                    .resource(new ClusterRoleBindingBuilder()
                            .withNewMetadata()
                            .withName(everywhere.getMetadata().getName())
                            .endMetadata()
                            .withRoleRef(everywhere.getRoleRef())
                            .withSubjects(everywhere.getSubjects())
                            .build())
                    .create();
        }
    }

    @Test
    @Order(1)
    void aNamespaceThatHasNotOptedInIsToldHow() {
        secret("passwords", "auth", "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=");
        trigger("basic-auth-secret: passwords");
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(curl("http", "-u", "ann:secret"))
                .startsWith("503"));
        await().atMost(Cluster.SOON).until(() -> message(Condition.CALLERS_KNOWN), REMEDY.asPredicate());
        Matcher remedy = REMEDY.matcher(message(Condition.CALLERS_KNOWN));
        assertThat(remedy.find()).isTrue();
        commands.run(remedy.group()
                .replaceFirst("^kubectl", Command.tools().resolve("kubectl").toString())
                .split(" "));
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(curl("http", "-u", "ann:secret"))
                .isEqualTo("200 ann by http"));
        assertThat(curl("http", "-u", "ann:wrong")).startsWith("401");
        assertThat(curl("http")).startsWith("401");
        await().atMost(Cluster.SOON).until(() -> isSo(Condition.READY));
    }

    @Test
    @Order(2)
    void aKeyThatIsAddedCounts() {
        secret("keys", "ann", "a-long-enough-key-of-ann");
        trigger("auth: {apiKeys: {secret: keys}}");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(curl("http", "-H", "X-API-Key: a-long-enough-key-of-ann"))
                        .isEqualTo("200 ann by http"));
        secret("keys", "bob", "a-long-enough-key-of-bob");
        await().atMost(Cluster.SOON)
                .untilAsserted(() -> assertThat(curl("http", "-H", "X-API-Key: a-long-enough-key-of-bob"))
                        .isEqualTo("200 bob by http"));
    }

    @Test
    @Order(3)
    void aTriggersCertificateIsShownAndRotated() throws IOException {
        trigger("tls-secret: tls");
        await().atMost(Cluster.SOON)
                .until(() -> message(Condition.CERTIFICATE_SHOWN).contains("There is no Secret"));
        certificate();
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(curl("https", "--cacert", "" + ca(), "--http2"))
                .isEqualTo("200 nobody by https"));
        await().atMost(Cluster.SOON).until(() -> isSo(Condition.CERTIFICATE_SHOWN));
        certificate();
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(curl("https", "--cacert", "" + ca(), "--http1.1"))
                .isEqualTo("200 nobody by https"));
    }

    private Path ca() {
        return folder.resolve("tls.crt");
    }

    private void certificate() throws IOException {
        Path key = folder.resolve("tls.key");
        commands.run(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=e2e"
                        + " -addext subjectAltName=DNS:callers.example.com -keyout " + key + " -out " + ca())
                .split(" "));
        cluster.apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: tls}
                type: kubernetes.io/tls
                data: {tls.crt: %s, tls.key: %s}
                """
                        .formatted(base64(Files.readAllBytes(ca())), base64(Files.readAllBytes(key))));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void secret(String name, String entry, String value) {
        cluster.apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                data: {%s: %s}
                """
                        .formatted(name, entry, base64(value.getBytes(StandardCharsets.UTF_8))));
    }

    private void trigger(String more) {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: callers}
                spec: {function-name: callers, host-name: callers.example.com, %s}
                """
                        .formatted(more));
    }

    private String message(String type) {
        return condition(type).map(Condition::message).orElse("");
    }

    private boolean isSo(String type) {
        return condition(type).filter(Condition::holds).isPresent();
    }

    private Optional<Condition> condition(String type) {
        return Optional.ofNullable(client.resources(HTTPTrigger.class)
                        .inNamespace(cluster.namespace())
                        .withName("callers")
                        .get()
                        .getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), type));
    }

    /** Status, then body; empty where there is no answer. */
    private String curl(String scheme, String... more) {
        String node = cluster.node();
        String[] fixed = {
            "curl",
            "-s",
            "--max-time",
            "10",
            "-w",
            "\n%{http_code}",
            "--connect-to",
            "callers.example.com:443:" + node + ":" + TLS_PORT,
            "--connect-to",
            "callers.example.com:80:" + node + ":30080",
            scheme + "://callers.example.com/"
        };
        String[] all = Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new);
        try {
            String said = commands.run(all);
            int end = said.lastIndexOf('\n');
            return said.substring(end + 1) + " " + said.substring(0, end).strip();
        } catch (AssertionError e) {
            return "";
        }
    }
}
