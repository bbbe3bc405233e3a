package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who says how many pods a Deployment has, on a real API server: its rules of ownership are what this is about. */
class HandoverIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(namespace), "test");
    private final Apply apply = new Apply(client, resources, Fence.OPEN, "test");
    private final List<Integer> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        resources.close();
    }

    @Test
    void replicasThatAreLetGoStayAsTheyAreAtEveryMoment() {
        apply(5);
        try (Watch watch = watch()) {
            assertThat(watch).isNotNull();
            apply(null);
            apply(null);
            assertThat(deployment().getSpec().getReplicas()).isEqualTo(5);
            await().atMost(SOON).until(() -> seen.size() >= 2);
            assertThat(seen).containsOnly(5);
        }
    }

    /** What the class is there for: should Kubernetes come to keep the value by itself, it can go. */
    @Test
    void withoutHandoverKubernetesWouldFallBackToOne() {
        apply(5);
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("test")
                .withForce(true)
                .build();
        client.resource(desired(null)).patch(context);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void anAutoscalersCountIsKeptAndTheUsersOwnComesBack() {
        apply(5);
        apply(null);
        scale(7);
        apply(null);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(7);
        assertThat(managers()).doesNotContain("test-handover");
        apply(2);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void aCountThatNobodySetIsNotFought() {
        apply(null);
        scale(3);
        apply(null);
        assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
        assertThat(managers()).doesNotContain("test-handover");
    }

    /** As the autoscaler does: through the subresource. */
    private void scale(int replicas) {
        var deployments = client.apps().deployments().inNamespace(namespace).withName("f");
        var scale = deployments.scale();
        scale.getSpec().setReplicas(replicas);
        deployments.scale(scale);
        awaitCached();
    }

    private void apply(Integer replicas) {
        apply.apply(new Wanted.Present(Kind.DEPLOYMENT, desired(replicas)));
        awaitCached();
    }

    private void awaitCached() {
        String version = deployment().getMetadata().getResourceVersion();
        await().atMost(SOON).until(() -> resources
                .cache(Kind.DEPLOYMENT)
                .get(new Key(namespace, "f"))
                .filter(known -> known.getMetadata().getResourceVersion().equals(version))
                .isPresent());
    }

    private List<String> managers() {
        return deployment().getMetadata().getManagedFields().stream()
                .map(entry -> entry.getManager())
                .toList();
    }

    private Deployment deployment() {
        return client.apps().deployments().inNamespace(namespace).withName("f").get();
    }

    private Watch watch() {
        return client.apps().deployments().inNamespace(namespace).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Deployment deployment) {
                seen.add(Objects.requireNonNull(deployment.getSpec().getReplicas()));
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
    }

    private Deployment desired(Integer replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("f")
                .addToLabels("created-by", "kubeless")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("function", "f")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("function", "f")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("f")
                .withImage("example/f")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
