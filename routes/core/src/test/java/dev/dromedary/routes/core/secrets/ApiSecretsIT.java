package dev.dromedary.routes.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.routes.core.held.Held;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router's own account on a real API server, with the rights that kustomize/base gives it and no others. */
class ApiSecretsIT {

    private static final Path RIGHTS = Path.of("../../kustomize/base/router-rbac.yaml");
    private static final String ROLE = "kubeless-trigger-secrets";

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient admin = server.client();
    private final String namespace = server.newNamespace();
    private final Key key = new Key(namespace, "passwords");
    private final KubernetesClient router = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(admin.getConfiguration())
                    .withImpersonateUsername("system:serviceaccount:kubeless:kubeless-router")
                    .build())
            .build();
    private final ApiSecrets secrets = new ApiSecrets(router, new RouterAccount("kubeless", false));
    private final Held<SecretReading> held = secrets.hold(key, () -> {});

    @BeforeEach
    void roles() throws IOException {
        admin.load(Files.newInputStream(RIGHTS)).items().stream()
                .filter(ClusterRole.class::isInstance)
                .forEach(role -> admin.resource(role).serverSideApply());
    }

    @AfterEach
    void close() {
        held.close();
        secrets.close();
        router.close();
    }

    @Test
    void withoutTheRightItSaysTheCommandAndWithItReads() {
        make("one");
        assertThat(reading())
                .isInstanceOfSatisfying(SecretReading.Forbidden.class, forbidden -> assertThat(forbidden.message())
                        .contains("kubectl -n " + namespace + " create rolebinding " + ROLE + " --clusterrole=" + ROLE
                                + " --serviceaccount=kubeless:kubeless-router"));
        allow();
        await().untilAsserted(() -> assertThat(entry()).contains("one"));
        make("two");
        await().untilAsserted(() -> assertThat(entry()).contains("two"));
        admin.secrets().inNamespace(namespace).withName(key.name()).delete();
        await().untilAsserted(() -> assertThat(reading()).isEqualTo(new SecretReading.Missing(key)));
    }

    @Test
    void whoseRightIsTakenAwayReadsNoMore() {
        make("one");
        allow();
        await().untilAsserted(() -> assertThat(entry()).contains("one"));
        admin.rbac().roleBindings().inNamespace(namespace).withName(ROLE).delete();
        await().untilAsserted(() -> assertThat(reading()).isInstanceOf(SecretReading.Forbidden.class));
    }

    @Test
    void theRightIsToGetByNameInOneNamespaceAndNothingElse() {
        allow();
        String other = server.newNamespace();
        assertThat(status(() -> router.secrets().inNamespace(namespace).list())).isEqualTo(403);
        assertThat(status(() ->
                        router.secrets().inNamespace(other).withName("any").get()))
                .isEqualTo(403);
        assertThat(status(() ->
                        router.secrets().inNamespace(namespace).withName("any").delete()))
                .isEqualTo(403);
        assertThat(router.secrets().inNamespace(namespace).withName("any").get())
                .isNull();
    }

    @Test
    void whereNoApiServerAnswersThatIsSaidAndNothingElse() {
        try (KubernetesClient away = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(admin.getConfiguration())
                        .withMasterUrl("https://127.0.0.1:1")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build()) {
            assertThat(new SecretReader(away, new RouterAccount("kubeless", false)).apply(key))
                    .isEqualTo(new SecretReading.Unknown("The Secret " + key
                            + " cannot be read now: the API server is out of reach; it is tried again"));
        }
    }

    private SecretReading reading() {
        return held.again()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Optional<String> entry() {
        return reading() instanceof SecretReading.Found found
                ? Optional.of(new String(found.data().get("auth"), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private void make(String value) {
        String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(key.name())
                        .endMetadata()
                        .withData(Map.of("auth", encoded))
                        .build())
                .serverSideApply();
    }

    /** What the command of the message does. */
    private void allow() {
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ROLE)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ROLE)
                        .addNewSubject("", "ServiceAccount", "kubeless-router", "kubeless")
                        .build())
                .create();
    }

    private static int status(Runnable request) {
        try {
            request.run();
            return 200;
        } catch (KubernetesClientException e) {
            return e.getCode();
        }
    }
}
