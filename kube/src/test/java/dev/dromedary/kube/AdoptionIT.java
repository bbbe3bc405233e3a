package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which fields of an object that Kubeless made become ours, on a real API server: its rules of ownership are what this is about. */
class AdoptionIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String UID = "11111111-1111-1111-1111-111111111111";

    /** What Kubeless made; a label or none, a count of pods. */
    private static final String THEIRS =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              namespace: %1$s
              name: f
              labels: {%2$s}
              annotations: {theirs: "1"}
              ownerReferences: [{apiVersion: kubeless.io/v1beta1, kind: Function, name: f, uid: %3$s}]
            spec:
              selector: {matchLabels: {function: f}}
              template:
                metadata: {labels: {function: f}, annotations: {theirs: "1"}}
                spec:
                  volumes: [{name: f, emptyDir: {}}, {name: f-deps, configMap: {name: f}}]
                  containers:
                  - name: f
                    image: kubeless/f
                    imagePullPolicy: Always
                    env: [{name: THEIRS, value: "1"}]
                    volumeMounts: [{name: f, mountPath: /kubeless}]
            """;

    private static final String OURS =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              namespace: NAMESPACE
              name: f
              labels: {created-by: kubeless}
              ownerReferences: [{apiVersion: kubeless.io/v1beta1, kind: Function, name: f, uid: UID, controller: true}]
            spec:
              selector: {matchLabels: {function: f}}
              template:
                metadata: {labels: {function: f}}
                spec: {containers: [{name: f, image: "ours/f:1", volumeMounts: [{name: tmp, mountPath: /tmp}]}], volumes: [{name: tmp, emptyDir: {}}]}
            """;

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final Maker kubeless = Maker.kubeless(client);
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(namespace), "test");
    private final Apply apply = new Apply(client, resources, Fence.OPEN, "test");

    @AfterEach
    void close() {
        resources.close();
    }

    @Test
    void whatKubelessSetAndWeDoNotWantGoesAndWhatOthersSetStays() {
        create(THEIRS.formatted(namespace, "created-by: kubeless", UID));
        as(
                "kubectl-edit",
                """
                {"metadata": {"annotations": {"team": "a"}},
                 "spec": {"template": {"spec": {"nodeSelector": {"disk": "fast"}}}}}""");
        scale(3);
        apply();
        assertThat(deployment().getMetadata().getAnnotations()).containsEntry("team", "a");
        assertThat(pod()).containsEntry("nodeSelector", Map.of("disk", "fast"));
        assertThat(deployment().<Integer>get("spec", "replicas")).isEqualTo(3);
        assertIsOurs();
        assertThat(managers()).doesNotContain(kubeless.manager());
    }

    /** The API server keeps books since Kubernetes 1.18; objects that are older have none. */
    @Test
    void anObjectWithoutManagedFieldsIsTakenOverToo() {
        create(THEIRS.formatted(namespace, "created-by: kubeless", UID));
        scale(3);
        as("anybody", "{\"metadata\": {\"annotations\": {\"deployment.kubernetes.io/revision\": \"7\"}}}");
        as("anybody", "{\"metadata\": {\"managedFields\": [{}]}}");
        apply();
        assertIsOurs();
        assertThat(deployment().getMetadata().getAnnotations()).containsEntry("deployment.kubernetes.io/revision", "7");
        assertThat(deployment().<Integer>get("spec", "replicas")).isEqualTo(3);
    }

    @Test
    void anUnlabelledObjectThatTheSameFunctionOwnsIsTakenOver() {
        create(THEIRS.formatted(namespace, "", UID));
        apply();
        assertIsOurs();
    }

    /** Whoever goes back to Kubeless for a while: its controller replaces lists whole, and our owner reference. */
    @Test
    void whatKubelessWroteAgainIsTakenOverAgain() {
        create(THEIRS.formatted(namespace, "created-by: kubeless", UID));
        apply();
        as(
                kubeless.manager(),
                """
                {"metadata": {"ownerReferences": [
                   {"apiVersion": "kubeless.io/v1beta1", "kind": "Function", "name": "f", "uid": "%s"}]},
                 "spec": {"template": {"metadata": {"annotations": {"theirs": "1"}}, "spec": {
                   "volumes": [{"name": "f", "emptyDir": {}}],
                   "containers": [{"name": "f", "image": "kubeless/f", "volumeMounts": [{"name": "f", "mountPath": "/kubeless"}]}]}}}}"""
                        .formatted(UID));
        apply();
        assertIsOurs();
        assertThat(managers()).doesNotContain(kubeless.manager()).containsOnlyOnce("test");
    }

    private void assertIsOurs() {
        assertThat(pod()).containsEntry("volumes", List.of(Map.of("name", "tmp", "emptyDir", Map.of())));
        assertThat(deployment().<List<Map<String, Object>>>get("spec", "template", "spec", "containers"))
                .singleElement()
                .satisfies(container -> assertThat(container)
                        .containsEntry("image", "ours/f:1")
                        .containsEntry("imagePullPolicy", "IfNotPresent")
                        .containsEntry("volumeMounts", List.of(Map.of("name", "tmp", "mountPath", "/tmp")))
                        .doesNotContainKey("env"));
        assertThat(deployment().<Map<String, Object>>get("spec", "template", "metadata"))
                .doesNotContainKey("annotations");
        assertThat(deployment().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getController()).isTrue());
    }

    private void create(String yaml) {
        kubeless.create(Yaml.object(yaml));
        awaitCached();
    }

    private void as(String manager, String merge) {
        client.genericKubernetesResources(ApiServer.context(Kind.DEPLOYMENT))
                .inNamespace(namespace)
                .withName("f")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager(manager)
                                .build(),
                        merge);
        awaitCached();
    }

    private void scale(int replicas) {
        client.apps().deployments().inNamespace(namespace).withName("f").scale(replicas);
        awaitCached();
    }

    private void apply() {
        Wanted wanted = new Wanted.Present(
                Kind.DEPLOYMENT,
                Yaml.object(OURS.replace("NAMESPACE", namespace).replace("UID", UID)));
        assertThat(apply.apply(wanted)).isEqualTo(Apply.Outcome.APPLIED);
        awaitCached();
    }

    /** Objects without the label are in no cache. */
    private void awaitCached() {
        Map<String, String> labels = deployment().getMetadata().getLabels();
        if (labels == null || !labels.containsKey(Scope.CREATED_BY)) {
            return;
        }
        String version = deployment().getMetadata().getResourceVersion();
        await().atMost(SOON).until(() -> resources
                .cache(Kind.DEPLOYMENT)
                .get(new Key(namespace, "f"))
                .filter(known -> known.getMetadata().getResourceVersion().equals(version))
                .isPresent());
    }

    private List<String> managers() {
        return deployment().getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getManager)
                .toList();
    }

    private Map<String, Object> pod() {
        return deployment().get("spec", "template", "spec");
    }

    private GenericKubernetesResource deployment() {
        return client.genericKubernetesResources(ApiServer.context(Kind.DEPLOYMENT))
                .inNamespace(namespace)
                .withName("f")
                .get();
    }
}
