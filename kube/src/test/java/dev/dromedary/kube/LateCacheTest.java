package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LateCacheTest {

    private final MemoryResources resources = new MemoryResources();
    private final List<String> heard = new ArrayList<>();
    private boolean asked;
    private boolean served = true;

    @Test
    void untilSomebodyListensNothingIsFollowed() {
        LateCache cache = late();
        put("one");
        assertThat(asked).isFalse();
        assertThat(cache.keys()).isEmpty();
        Cache.Subscription unused = cache.listen(this::hear);
        assertThat(heard).containsExactly("one");
        assertThat(cache.keys()).hasSize(1);
    }

    @Test
    void aKindThatTheClusterHasNotKeepsNobodyWaiting() {
        served = false;
        LateCache cache = late();
        put("one");
        Cache.Subscription unused = cache.listen(this::hear);
        assertThat(cache.follow()).isFalse();
        assertThat(asked).isFalse();
        assertThat(cache.synced()).isTrue();
        assertThat(cache.missing()).isFalse();
        assertThat(cache.get(new Key("ns", "one"))).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void onceTheClusterHasItWhoListensHearsOfAllThatIsThereAndOfWhatComes() {
        served = false;
        LateCache cache = late();
        Cache.Subscription subscription = cache.listen(this::hear);
        put("one");
        served = true;
        assertThat(cache.follow()).isTrue();
        assertThat(cache.follow()).isTrue();
        put("two");
        assertThat(heard).containsExactly("one", "two");
        assertThat(cache.keys()).hasSize(2);
        subscription.end();
        put("three");
        assertThat(heard).hasSize(2);
    }

    @Test
    void whoEndedBeforeItBeganHearsNothing() {
        served = false;
        LateCache cache = late();
        cache.listen(this::hear).end();
        served = true;
        assertThat(cache.follow()).isTrue();
        put("one");
        assertThat(heard).isEmpty();
    }

    private LateCache late() {
        return new LateCache(
                Kind.INGRESS,
                () -> {
                    asked = true;
                    return resources.cache(Kind.INGRESS);
                },
                () -> served);
    }

    private void hear(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
        heard.add(after.orElseThrow().getMetadata().getName());
    }

    private void put(String name) {
        resources.put(
                Kind.INGRESS,
                Yaml.object("{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {namespace: ns, name: %s}}"
                        .formatted(name)));
    }
}
