package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PressTest {

    private final Press press = new Press();

    @Test
    void anObjectComesBackAsItWas() {
        GenericKubernetesResource first = object("first", "1", Map.of("a", "b"));
        GenericKubernetesResource second = object("second", "22", Map.of());
        Store.Kept one = press.keep(first);
        Store.Kept other = press.keep(second);
        assertThat(one.object()).isEqualTo(first);
        assertThat(other.object()).isEqualTo(second);
    }

    @Test
    void aLargeObjectThatNothingIsLikeComesBackToo() {
        press.keep(object("small", "1", Map.of()));
        GenericKubernetesResource large = object("large", "2", Map.of());
        Random random = new Random(7);
        large.setAdditionalProperty(
                "data",
                Map.of(
                        "code",
                        IntStream.range(0, 200_000)
                                .mapToObj(i -> String.valueOf((char) (' ' + random.nextInt(90))))
                                .collect(Collectors.joining())));
        large.setAdditionalProperty("k".repeat(100_000), "a longer key than Jackson reads by itself");
        assertThat(press.keep(large).object()).isEqualTo(large);
    }

    static GenericKubernetesResource object(String name, String version, Map<String, String> labels) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion("v1");
        object.setKind("ConfigMap");
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName(name)
                .withResourceVersion(version)
                .withLabels(labels)
                .build());
        object.setAdditionalProperty("data", Map.of("text", "ö\n", "number", 7, "many", List.of(1.5, true)));
        return object;
    }
}
