package dev.dromedary.routes.core.deliver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import dev.dromedary.routes.core.deliver.Delivery;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of docs/delivery.md is applied to a real API server, and does what the page says. */
class DeliveryPageIT {

    private static final Path PAGE = Path.of("../../docs/delivery.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REFUSED = Pattern.compile("^# refused: (.*)\n");

    private final RealApiServer server = RealApiServer.shared();
    private final KubernetesClient client = server.client();

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(example -> example.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleDoesWhatThePageSays(String example) {
        GenericKubernetesResource trigger = Yaml.object(example);
        trigger.getMetadata().setNamespace(server.newNamespace());
        Matcher refused = REFUSED.matcher(example);
        if (refused.find()) {
            assertThatThrownBy(() -> client.resource(trigger).create()).hasMessageContaining(refused.group(1));
        } else {
            Map<?, ?> spec = (Map<?, ?>)
                    client.resource(trigger).create().getAdditionalProperties().get("spec");
            assertThat(read(spec).problems()).isEmpty();
        }
    }

    @Test
    void thereAreExamplesOfBothForms() throws IOException {
        assertThat(examples()).anyMatch(example -> REFUSED.matcher(example).find());
        assertThat(examples()).anyMatch(example -> example.contains("filter:"));
        assertThat(examples()).hasSizeGreaterThan(4);
    }

    private static Reading<Delivery> read(Map<?, ?> spec) {
        Reading<DeliverySpec> block = StrictReader.record(DeliverySpec.class, spec.get("delivery"), "spec.delivery");
        assertThat(block.unknown()).isEmpty();
        return DeliveryReader.read(
                block.value().orElseThrow(), InstallationDefault.NONE, Honours.everything("a trigger"));
    }
}
