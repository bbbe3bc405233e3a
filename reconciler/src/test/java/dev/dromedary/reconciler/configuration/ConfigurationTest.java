package dev.dromedary.reconciler.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.FunctionRuntime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private static final String IMAGES =
            "[{ID: python, versions: [{version: '3.11', images: [{phase: runtime, image: '%s'}]}]}]";

    @Test
    void ourImagesComeFromTheRegistryAndOthersFromWhereTheyAre() {
        Configuration ours = Configuration.of(Map.of(
                "image-registry", "registry.example.com/team",
                "provision-image", "dromedary/provision:1",
                "runtime-images", IMAGES.formatted("dromedary/runtime-python:3.11")));
        assertThat(ours.images().provision()).isEqualTo("registry.example.com/team/dromedary/provision:1");
        assertThat(image(ours)).isEqualTo("registry.example.com/team/dromedary/runtime-python:3.11");
        Configuration theirs = Configuration.of(Map.of(
                "image-registry",
                "registry.example.com",
                "runtime-images",
                IMAGES.formatted("kubeless/python@sha256:" + "1".repeat(64))));
        assertThat(image(theirs)).isEqualTo("kubeless/python@sha256:" + "1".repeat(64));
    }

    @Test
    void anEmptyConfigurationOffersNoRuntime() {
        assertThat(Configuration.of(Map.of())).isEqualTo(Configuration.EMPTY);
    }

    @Test
    void anUnreadableCatalogueNamesItsKey() {
        assertThatThrownBy(() -> Configuration.of(Map.of("runtime-images", "{no: list}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runtime-images");
    }

    private static String image(Configuration configuration) {
        return configuration
                .catalogue()
                .find("python3.11")
                .flatMap(match -> match.version().image(FunctionRuntime.Phase.RUNTIME))
                .orElseThrow()
                .image();
    }
}
