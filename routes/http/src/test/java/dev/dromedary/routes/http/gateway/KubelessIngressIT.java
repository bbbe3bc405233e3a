package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Maker;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ingresses that are there already: Kubeless' are taken over, without a moment in which nothing is led on; others' are not. */
class KubelessIngressIT {

    /** Its http-trigger controller, by the name that its client library gives it. */
    private static final String CONTROLLER = "http-controller";

    /** What Kubeless made of a trigger (contract: triggers.md 2), as today's API server gives it back. */
    private static final String THEIRS =
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              namespace: NAMESPACE
              name: hello
              labels: {LABELS}
              annotations: {nginx.ingress.kubernetes.io/rewrite-target: /, kubernetes.io/ingress.class: nginx, nginx.ingress.kubernetes.io/enable-cors: "true"}
              ownerReferences: [{apiVersion: kubeless.io/v1beta1, kind: HTTPTrigger, name: hello, uid: OWNER}]
            spec:
              rules:
              - host: hello.NAMESPACE.example.com
                http: {paths: [{path: /p, pathType: ImplementationSpecific, backend: {service: {name: f, port: {number: 8080}}}}]}
            """;

    private static final String SOMEBODYS =
            """
            apiVersion: %1$s
            kind: %2$s
            metadata: {namespace: %3$s, name: %4$s, labels: {team: theirs}}
            %5$s
            """;

    private static final String RULES = "spec: {defaultBackend: {service: {name: theirs, port: {number: 80}}}}";

    private final GatewayLab lab = new GatewayLab(RealApiServer.shared());
    private final Seen seen = new Seen(lab);
    private final Maker kubeless = new Maker(lab.client(), CONTROLLER);

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team: a", "created-by: kubeless"})
    void kubelessIngressIsTakenOverInOneChange(String labels) {
        List<String> led = new CopyOnWriteArrayList<>();
        try (Watch watch = watch(led)) {
            assertThat(watch).isNotNull();
            String uid = heldBack(labels);
            lab.trigger("hello", "nginx");
            lab.awaitExposed("hello");
            Ingress now = seen.ingress("hello");
            assertThat(now.getMetadata().getUid()).isEqualTo(uid);
            assertThat(seen.annotations("hello"))
                    .doesNotContainKeys(
                            "nginx.ingress.kubernetes.io/rewrite-target", "nginx.ingress.kubernetes.io/enable-cors")
                    .containsEntry("kubernetes.io/ingress.class", "nginx")
                    .containsEntry("cert-manager.io/issuer", "theirs");
            assertThat(now.getMetadata().getLabels())
                    .containsEntry("created-by", "kubeless")
                    .doesNotContainKey("team");
            assertThat(now.getMetadata().getManagedFields())
                    .extracting(ManagedFieldsEntry::getManager)
                    .doesNotContain(CONTROLLER)
                    .contains("dromedary-router");
            await().atMost(GatewayLab.SOON).until(() -> led.contains("kubeless-router"));
            assertThat(led).doesNotContain("nothing").containsSubsequence("f", "kubeless-router");
        }
    }

    /** For Kubeless a trigger without a gateway had an Ingress all the same, and requests come by it. */
    @Test
    void withoutAGatewayKubelessIngressStaysAsItIs() {
        heldBack("created-by: kubeless");
        String version = seen.ingress("hello").getMetadata().getResourceVersion();
        lab.trigger("hello", "", "gateway: '', path: other");
        await().atMost(GatewayLab.SOON).until(() -> lab.condition("hello", Condition.READY)
                .filter(ready -> ready.observedGeneration() == 2)
                .isPresent());
        assertThat(seen.ingress("hello").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void somebodyElsesIngressIsNamedAndLeftAloneUntilItGoes() {
        Ingress theirs = (Ingress) lab.client()
                .resource(SOMEBODYS.formatted("networking.k8s.io/v1", "Ingress", lab.namespace(), "hello", RULES))
                .create();
        lab.trigger("hello", "nginx");
        Condition said = lab.awaitNotExposed("hello", "Conflict");
        assertThat(said.message())
                .contains("Ingress " + lab.namespace() + "/hello")
                .contains("rename the HTTPTrigger");
        await("the pass comes again").pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(seen.ingress("hello").getMetadata().getResourceVersion())
                .isEqualTo(theirs.getMetadata().getResourceVersion());
        lab.client().resource(theirs).delete();
        lab.awaitExposed("hello");
        assertThat(seen.backend("hello")).isEqualTo("kubeless-router");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Service       | v1                  | spec: {ports: [{port: 80}]}
                    EndpointSlice | discovery.k8s.io/v1 | addressType: IPv4
                    Endpoints     | v1                  | subsets: [{addresses: [{ip: 10.2.2.2}], ports: [{port: 80}]}]
                    """)
    void somebodyElsesServiceOfTheRoutersNameIsLeftAlone(String kind, String version, String content) {
        GenericKubernetesResource theirs =
                Yaml.object(SOMEBODYS.formatted(version, kind, lab.namespace(), RouterBackend.NAME, content));
        lab.client().resource(theirs).create();
        lab.trigger("hello", "nginx");
        Condition said = lab.awaitNotExposed("hello", "Conflict");
        assertThat(said.message()).contains(kind + " " + lab.namespace() + "/kubeless-router");
        assertThat(lab.get(Kind.INGRESS, "hello")).isNull();
        lab.client().resource(theirs).delete();
        lab.awaitExposed("hello");
    }

    /** A trigger that names no gateway yet, what Kubeless made of it, and what a person added to that; gives back its uid. */
    private String heldBack(String labels) {
        lab.trigger("hello", "''");
        String owner = lab.get(Kind.HTTP_TRIGGER, "hello").getMetadata().getUid();
        kubeless.create(Yaml.object(THEIRS.replace("NAMESPACE", lab.namespace())
                .replace("LABELS", labels)
                .replace("OWNER", owner)));
        lab.client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(lab.namespace())
                .withName("hello")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-annotate")
                                .build(),
                        "{\"metadata\": {\"annotations\": {\"cert-manager.io/issuer\": \"theirs\"}}}");
        return seen.ingress("hello").getMetadata().getUid();
    }

    /** Where the namespace's Ingresses lead, at each change. */
    private Watch watch(List<String> led) {
        return lab.client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(lab.namespace())
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Ingress ingress) {
                        led.add(
                                action == Action.DELETED
                                        ? "nothing"
                                        : Seen.backend(ingress).getName());
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }
}
