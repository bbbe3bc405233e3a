package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.Function;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code --service-account} works for the accounts that are offered to functions, and for no others. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class ServiceAccountIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();

    @Test
    void anOfferedAccountComesWithItsTokenUnlessTheFunctionWantsNone() {
        account("reader", "true");
        apply("with", "serviceAccountName: reader");
        apply("by-its-old-name", "serviceAccount: reader");
        apply("without", "serviceAccountName: reader, automountServiceAccountToken: false");
        apply("none", "");

        assertThat(pod("with").getServiceAccountName()).isEqualTo("reader");
        assertThat(pod("with").getAutomountServiceAccountToken()).isTrue();
        assertThat(pod("by-its-old-name").getServiceAccountName()).isEqualTo("reader");
        assertThat(pod("without").getServiceAccountName()).isEqualTo("reader");
        assertThat(pod("without").getAutomountServiceAccountToken()).isFalse();
        assertThat(pod("none").getServiceAccountName()).isNull();
        assertThat(pod("none").getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void anAccountThatIsNotOfferedIsRefusedWithTheCommandThatOffersItAndTakenOnceItIs() {
        account("deployer", "false");
        apply("refused", "serviceAccountName: deployer");
        awaitRefusal(
                "refused",
                "kubectl annotate serviceaccount deployer -n " + namespace + " dromedary.dev/functions=true");
        assertThat(deployment("refused")).isNull();
        account("deployer", "true");
        assertThat(pod("refused").getServiceAccountName()).isEqualTo("deployer");
    }

    @Test
    void anAccountThatIsNotThereIsRefusedAndWaitedFor() {
        apply("early", "serviceAccountName: later");
        awaitRefusal("early", "kubectl create serviceaccount later -n " + namespace + " && kubectl annotate");
        account("later", "true");
        assertThat(pod("early").getServiceAccountName()).isEqualTo("later");
    }

    /** Who is refused later keeps what he has: the pods stay, and the account's rights go with its role bindings. */
    @Test
    void anAccountThatIsOfferedNoLongerStopsChangesAndLeavesThePods() {
        account("former", "true");
        apply("kept", "serviceAccountName: former");
        PodSpec before = pod("kept");
        account("former", "false");
        apply("kept", "serviceAccountName: former, hostname: changed");
        awaitRefusal("kept", "'former' is not offered to functions");
        assertThat(pod("kept")).isEqualTo(before);
        apply("kept", "hostname: changed");
        await().atMost(SOON).until(() -> "changed".equals(pod("kept").getHostname()));
        assertThat(pod("kept").getServiceAccountName()).isNull();
        assertThat(pod("kept").getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void anAccountOfAnotherNamespaceCannotBeNamed() {
        apply("elsewhere", "serviceAccountName: kube-system/default");
        await().atMost(SOON).untilAsserted(() -> {
            Condition ready = ready("elsewhere");
            assertThat(ready.reason()).isEqualTo(Reason.InvalidSpec.name());
            assertThat(ready.message())
                    .contains("serviceAccountName: is 'kube-system/default'")
                    .contains("of the function's own namespace");
        });
        assertThat(deployment("elsewhere")).isNull();
    }

    private void account(String name, String offered) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToAnnotations(ServiceAccounts.ANNOTATION, offered)
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
    }

    private void apply(String name, String pod) {
        client.resource(Yaml.object(
                        """
                        apiVersion: kubeless.io/v1beta1
                        kind: Function
                        metadata: {name: %s, namespace: %s}
                        spec:
                          handler: a.b
                          runtime: python3.11
                          function: "x = 1"
                          deployment: {spec: {template: {spec: {%s}}}}
                        """
                                .formatted(name, namespace, pod)))
                .serverSideApply();
    }

    private void awaitRefusal(String name, String message) {
        await().atMost(SOON).untilAsserted(() -> {
            Condition ready = ready(name);
            assertThat(ready.status()).isEqualTo("False");
            assertThat(ready.reason()).isEqualTo(Reason.ServiceAccountNotAllowed.name());
            assertThat(ready.message()).contains(message);
        });
    }

    private Condition ready(String name) {
        Function function = client.resources(Function.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        assertThat(function.getStatus()).isNotNull();
        return Conditions.find(function.getStatus().conditions(), Condition.READY)
                .orElseThrow();
    }

    private PodSpec pod(String name) {
        await().atMost(SOON).until(() -> deployment(name) != null);
        return deployment(name).getSpec().getTemplate().getSpec();
    }

    private Deployment deployment(String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).get();
    }
}
