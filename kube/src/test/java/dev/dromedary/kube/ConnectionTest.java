package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    private final KubernetesSerialization serialization = Connection.serialization();

    @ParameterizedTest
    @ValueSource(ints = {1, 190, 1_100, 9_000})
    void anObjectNestedHoweverDeepIsReadAndSpoilsNoListAndNoWatch(int depth) {
        String deep = object("{\"a\":[".repeat(depth / 2) + "1" + "]}".repeat(depth / 2));
        String list = "{\"apiVersion\": \"v1\", \"kind\": \"FunctionList\", \"items\": [%s, %s]}"
                .formatted(deep, object("2"));
        GenericKubernetesResourceList read = serialization.unmarshal(list, GenericKubernetesResourceList.class);
        assertThat(read.getItems()).hasSize(2);
        assertThat(read.getItems().get(1).<Integer>get("spec", "deployment")).isEqualTo(2);
        assertThat(serialization.convertValue(read, JsonNode.class).toString())
                .hasSizeLessThan(300 + 10 * Connection.DEEPEST);

        String event = "{\"type\": \"ADDED\", \"object\": %s}".formatted(deep);
        var in = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        WatchEvent watched = serialization.unmarshal(in, WatchEvent.class);
        assertThat(watched.getObject()).isInstanceOfSatisfying(GenericKubernetesResource.class, object -> assertThat(
                        object.getMetadata().getName())
                .isEqualTo("x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 900_000})
    void aKeyHoweverLongIsRead(int length) {
        String name = "k".repeat(length);
        GenericKubernetesResource read =
                serialization.unmarshal(object("{\"" + name + "\": 1}"), GenericKubernetesResource.class);
        assertThat(read.<Integer>get("spec", "deployment", name)).isEqualTo(1);
    }

    private static String object(String deployment) {
        return """
                {"apiVersion": "kubeless.io/v1beta1", "kind": "Function", "spec": {"deployment": %s}, "metadata": {"name": "x"}}"""
                .formatted(deployment);
    }
}
