package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusIT {

    private static final StatusPart PART = new StatusPart("", Set.of("runtime", "address", "observedGeneration"));

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(namespace), "test");
    private final Key key = new Key(namespace, "thing");

    @AfterEach
    void close() {
        resources.close();
    }

    @Test
    void statusIsWrittenWholeAndOnlyWhereItDiffers() {
        Cache cache = synced(Kind.FUNCTION);
        make();
        Awaitility.await().until(() -> cache.get(key).isPresent());
        assertThat(resources.writeStatus(
                        cache.get(key).orElseThrow(),
                        PART,
                        Map.of("runtime", "r", "address", "a", "observedGeneration", 1L)))
                .isTrue();
        Awaitility.await().until(() -> status(cache).containsKey("address"));
        assertThat(resources.writeStatus(
                        cache.get(key).orElseThrow(),
                        PART,
                        Map.of("runtime", "r", "address", "a", "observedGeneration", 1L)))
                .isFalse();
        resources.writeStatus(cache.get(key).orElseThrow(), PART, Map.of("runtime", "r"));
        Awaitility.await().untilAsserted(() -> assertThat(status(cache)).isEqualTo(Map.of("runtime", "r")));
    }

    @Test
    void theStatusOfAnObjectThatIsGoneIsNoTrouble() {
        Cache cache = synced(Kind.FUNCTION);
        GenericKubernetesResource object = make();
        Awaitility.await().until(() -> cache.get(key).isPresent());
        client.resource(object).delete();
        assertThat(resources.writeStatus(object, PART, Map.of("runtime", "r"))).isFalse();
        assertThat(cache.get(key))
                .as("what the server says itself is believed at once")
                .isEmpty();
    }

    /** Who went on with the old one would make things for an owner that is gone, and Kubernetes would delete them, for ever. */
    @Test
    void theStatusOfAnObjectThatWasMadeAnewIsNotWrittenAndTheOldOneIsForgotten() {
        Cache cache = synced(Kind.FUNCTION);
        GenericKubernetesResource old = make();
        Awaitility.await().until(() -> cache.get(key).isPresent());
        GenericKubernetesResource known = cache.get(key).orElseThrow();
        List<String> heard = new CopyOnWriteArrayList<>();
        client.resource(old).delete();
        GenericKubernetesResource anew = make();
        cache.listen((before, after) ->
                heard.add(after.map(object -> object.getMetadata().getUid()).orElse("gone")));
        assertThat(resources.writeStatus(known, PART, Map.of("runtime", "r"))).isFalse();
        assertThat(client.resource(anew).get().getAdditionalProperties()).doesNotContainKey("status");
        Awaitility.await().untilAsserted(() -> assertThat(heard)
                .endsWith(anew.getMetadata().getUid()));
    }

    private GenericKubernetesResource make() {
        return client.resource(Yaml.object(
                        """
                                apiVersion: kubeless.io/v1beta1
                                kind: Function
                                metadata: {name: thing, namespace: %s}
                                spec: {}
                                """
                                .formatted(namespace)))
                .create();
    }

    private Cache synced(Kind kind) {
        Cache cache = resources.cache(kind);
        Awaitility.await().until(cache::synced);
        return cache;
    }

    private Map<?, ?> status(Cache cache) {
        return (Map<?, ?>) Optional.ofNullable(
                        cache.get(key).orElseThrow().getAdditionalProperties().get("status"))
                .orElse(Map.of());
    }
}
