package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Apply;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

/** A function that Kubeless made runs on under Dromedary: the same objects, and in the end what a new function would have. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class KubelessFunctionIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(6);

    @Inject
    CamelContext camel;

    private final KubelessWorld kubeless = KubelessWorld.inNewNamespace();
    private final KubelessWorld fresh = KubelessWorld.inNewNamespace();
    private final List<Deployment> seen = new CopyOnWriteArrayList<>();

    @Test
    void aFunctionScaledByHandIsAdoptedInPlace() throws Exception {
        isAdopted(false, Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT);
    }

    @Test
    void anAutoscaledFunctionIsAdoptedInPlace() throws Exception {
        isAdopted(true, Kind.CONFIG_MAP, Kind.SERVICE, Kind.DEPLOYMENT, Kind.AUTOSCALER);
    }

    private void isAdopted(boolean autoscaled, Kind... kinds) throws Exception {
        camel.getRouteController().stopRoute(ReconcileRoute.ID);
        kubeless.create(autoscaled);
        deployments().scale(3);
        Map<Kind, String> before = uids(kinds);
        Service service = service();
        Deployment deployment = deployments().get();
        try (Watch watch = watch()) {
            assertThat(watch).isNotNull();
            camel.getRouteController().startRoute(ReconcileRoute.ID);
            await().atMost(SOON).until(() -> Stream.of(kinds).allMatch(this::isOurs));
        }
        assertThat(uids(kinds)).isEqualTo(before);
        assertThat(service().getSpec().getClusterIP())
                .isEqualTo(service.getSpec().getClusterIP());
        assertThat(seen).isNotEmpty().allSatisfy(at -> {
            assertThat(at.getSpec().getReplicas()).isEqualTo(3);
            assertThat(at.getSpec().getSelector())
                    .isEqualTo(deployment.getSpec().getSelector());
        });
        assertThat(seen.stream().map(at -> at.getSpec().getTemplate()).distinct())
                .as("one rollout")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(deployments().get().getMetadata().getGeneration())
                .isEqualTo(deployment.getMetadata().getGeneration() + 1);
        isWhatANewFunctionHas(autoscaled, kinds);
        restsAndIsReleased(kinds);
    }

    private void isWhatANewFunctionHas(boolean autoscaled, Kind... kinds) {
        fresh.client().resource(fresh.function(autoscaled)).create();
        await().atMost(SOON).until(() -> Stream.of(kinds).allMatch(kind -> fresh.get(kind) != null));
        Stream.of(kinds)
                .forEach(kind -> assertThat(kubeless.said(kind)).as(kind.name()).isEqualTo(fresh.said(kind)));
    }

    private void restsAndIsReleased(Kind... kinds) {
        Kind[] all = Stream.concat(Stream.of(Kind.FUNCTION), Stream.of(kinds)).toArray(Kind[]::new);
        Map<Kind, String> first = versions(all);
        await("nothing more is written")
                .during(QUIET)
                .atMost(QUIET.plusSeconds(2))
                .until(() -> versions(all).equals(first));
        assertThat(kubeless.get(Kind.FUNCTION).getMetadata().getFinalizers()).isEmpty();
    }

    private boolean isOurs(Kind kind) {
        Map<String, String> annotations = kubeless.get(kind).getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(Apply.HASH);
    }

    private Map<Kind, String> uids(Kind... kinds) {
        return each(object -> object.getMetadata().getUid(), kinds);
    }

    private Map<Kind, String> versions(Kind... kinds) {
        return each(object -> object.getMetadata().getResourceVersion(), kinds);
    }

    private Map<Kind, String> each(Function<GenericKubernetesResource, String> part, Kind... kinds) {
        return Stream.of(kinds).collect(Collectors.toMap(Function.identity(), kind -> part.apply(kubeless.get(kind))));
    }

    private Watch watch() {
        return deployments().watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Deployment deployment) {
                seen.add(deployment);
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
    }

    private io.fabric8.kubernetes.client.dsl.RollableScalableResource<Deployment> deployments() {
        return kubeless.client()
                .apps()
                .deployments()
                .inNamespace(kubeless.namespace())
                .withName("hello");
    }

    private Service service() {
        return kubeless.client()
                .services()
                .inNamespace(kubeless.namespace())
                .withName("hello")
                .get();
    }
}
