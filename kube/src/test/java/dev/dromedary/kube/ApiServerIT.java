package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerIT {

    private static final StatusPart PART = new StatusPart("", Set.of("runtime", "address", "observedGeneration"));

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(namespace), "test");
    private final Apply apply = new Apply(client, resources, Fence.OPEN, "test");
    private final Key key = new Key(namespace, "thing");

    @AfterEach
    void close() {
        resources.close();
    }

    @Test
    void appliesOnceAndSendsNothingWhereItIsSoAlready() {
        Cache cache = synced(Kind.CONFIG_MAP);
        assertThat(apply.apply(wanted(Map.of("a", "1")))).isEqualTo(Apply.Outcome.APPLIED);
        Awaitility.await().until(() -> cache.get(key).isPresent());
        assertThat(apply.apply(wanted(Map.of("a", "1")))).isEqualTo(Apply.Outcome.UNCHANGED);
    }

    @Test
    void whatWasMadeIsKnownBeforeTheWatchTellsOfItAndIsNoNews() {
        Cache cache = synced(Kind.CONFIG_MAP);
        List<String> heard = new CopyOnWriteArrayList<>();
        cache.listen((before, after) -> heard.add("any"));
        assertThat(apply.apply(wanted(Map.of("a", "1")))).isEqualTo(Apply.Outcome.APPLIED);
        assertThat(cache.get(key)).isPresent();
        assertThat(cache.labelled(key.namespace(), Scope.CREATED_BY, Scope.KUBELESS))
                .hasSize(1);
        assertThat(apply.apply(wanted(Map.of("a", "1")))).isEqualTo(Apply.Outcome.UNCHANGED);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aFieldNoLongerWantedGoesAndAFieldOfOthersStays() {
        Cache cache = synced(Kind.CONFIG_MAP);
        apply.apply(wanted(Map.of("a", "1", "b", "2")));
        client.configMaps().inNamespace(namespace).withName("thing").edit(map -> new ConfigMapBuilder(map)
                .addToData("theirs", "3")
                .build());
        Awaitility.await().until(() -> data(cache).containsKey("theirs"));
        assertThat(apply.apply(wanted(Map.of("a", "1")))).isEqualTo(Apply.Outcome.APPLIED);
        Awaitility.await().untilAsserted(() -> assertThat(data(cache).keySet()).isEqualTo(Set.of("a", "theirs")));
    }

    @Test
    void anEditByHandIsSetRight() {
        Cache cache = synced(Kind.CONFIG_MAP);
        apply.apply(wanted(Map.of("a", "1")));
        client.configMaps().inNamespace(namespace).withName("thing").edit(map -> new ConfigMapBuilder(map)
                .addToData("a", "changed")
                .build());
        Awaitility.await().until(() -> "changed".equals(data(cache).get("a")));
        assertThat(apply.apply(wanted(Map.of("a", "1")))).isEqualTo(Apply.Outcome.APPLIED);
        Awaitility.await().until(() -> "1".equals(data(cache).get("a")));
    }

    @Test
    void anObjectOfSomebodyElseIsLeftAlone() {
        synced(Kind.CONFIG_MAP);
        ConfigMap theirs = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("thing")
                .endMetadata()
                .addToData("a", "theirs")
                .build();
        client.resource(theirs).create();
        assertThatThrownBy(() -> apply.apply(wanted(Map.of("a", "1"))))
                .isInstanceOf(Apply.NotOurs.class)
                .hasMessageContaining("ConfigMap " + key);
        assertThat(client.resource(theirs).get().getData()).containsEntry("a", "theirs");
    }

    @Test
    void anAbsentObjectIsRemovedAndAClosedFenceHoldsWritesBack() {
        Cache cache = synced(Kind.CONFIG_MAP);
        apply.apply(wanted(Map.of("a", "1")));
        Awaitility.await().until(() -> cache.get(key).isPresent());
        Fence closed = () -> {
            throw new Fence.NotLeading();
        };
        Wanted.Absent absent = new Wanted.Absent(Kind.CONFIG_MAP, key);
        assertThatThrownBy(() -> new Apply(client, resources, closed, "test").apply(absent))
                .isInstanceOf(Fence.NotLeading.class);
        assertThat(apply.apply(absent)).isEqualTo(Apply.Outcome.REMOVED);
        Awaitility.await().until(() -> cache.get(key).isEmpty());
        assertThat(apply.apply(absent)).isEqualTo(Apply.Outcome.UNCHANGED);
    }

    @Test
    void nothingIsRemovedBecauseOfWhatIsNoLongerSo() {
        Cache cache = synced(Kind.FUNCTION);
        String yaml =
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: thing, namespace: %s}
                spec: {timeout: "%s"}
                """;
        client.resource(Yaml.object(yaml.formatted(namespace, "1"))).create();
        Awaitility.await().until(() -> cache.get(key).isPresent());
        GenericKubernetesResource known = cache.get(key).orElseThrow();
        apply.confirm(Kind.FUNCTION, known);
        resources.writeStatus(known, PART, Map.of("runtime", "r"));
        apply.confirm(Kind.FUNCTION, known);
        client.resource(Yaml.object(yaml.formatted(namespace, "2")))
                .forceConflicts()
                .serverSideApply();
        assertThatThrownBy(() -> apply.confirm(Kind.FUNCTION, known)).isInstanceOf(Apply.Outdated.class);
    }

    @Test
    void listenersHearWhatIsThereAndEveryChange() {
        Cache cache = synced(Kind.CONFIG_MAP);
        List<String> heard = new CopyOnWriteArrayList<>();
        apply.apply(wanted(Map.of("a", "1")));
        Awaitility.await().until(() -> cache.get(key).isPresent());
        Cache.Subscription subscription =
                cache.listen((before, after) -> heard.add(before.isPresent() + ">" + after.isPresent()));
        apply.apply(wanted(Map.of("a", "2")));
        Awaitility.await().until(() -> data(cache), Map.of("a", "2")::equals);
        apply.apply(new Wanted.Absent(Kind.CONFIG_MAP, key));
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(heard)
                .containsExactly("false>true", "true>true", "true>false"));
        subscription.end();
        apply.apply(wanted(Map.of("a", "3")));
        Awaitility.await().until(() -> cache.get(key).isPresent());
        assertThat(heard).hasSize(3);
    }

    private Cache synced(Kind kind) {
        Cache cache = resources.cache(kind);
        Awaitility.await().until(cache::synced);
        return cache;
    }

    private Wanted.Present wanted(Map<String, String> data) {
        return new Wanted.Present(
                Kind.CONFIG_MAP,
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("thing")
                        .addToLabels(Scope.CREATED_BY, Scope.KUBELESS)
                        .endMetadata()
                        .withData(data)
                        .build());
    }

    private Map<?, ?> data(Cache cache) {
        return (Map<?, ?>) Optional.ofNullable(
                        cache.get(key).orElseThrow().getAdditionalProperties().get("data"))
                .orElse(Map.of());
    }
}
