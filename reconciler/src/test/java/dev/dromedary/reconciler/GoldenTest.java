package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is planned for a function is what stands in its golden folder: {@code in.yaml} and, written by hand from Kubeless'
 * behaviour, {@code out.yaml} (the whole of each object) or {@code out-part.yaml} (the fields that the case is about).
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> entries = Files.list(GOLDEN)) {
            return entries.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void planIsTheGoldenOne(Path folder) throws IOException {
        Configuration configuration = Configuration.of(YAML.convertValue(
                YAML.readTree(GOLDEN.resolve("configuration.yaml").toFile()), Strings.class));
        GenericKubernetesResource object =
                YAML.readValue(folder.resolve("in.yaml").toFile(), GenericKubernetesResource.class);
        Reading<ValidFunction> reading = FunctionReader.read(object, configuration.catalogue());
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.unknown()).isEmpty();

        List<Wanted> plan = Plan.of(reading.value().orElseThrow(), configuration);
        boolean whole = Files.exists(folder.resolve("out.yaml"));
        List<JsonNode> expected = documents(folder.resolve(whole ? "out.yaml" : "out-part.yaml"));
        assertThat(plan).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            new Golden(whole).compare(expected.get(i), tree(plan.get(i)), "#" + i);
        }
    }

    private static JsonNode tree(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Present present -> JSON.valueToTree(present.object());
            case Wanted.Absent absent -> JSON.valueToTree(Map.of("absent", absent.kind() + " " + absent.key()));
        };
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (var values = YAML.readerFor(ObjectNode.class).<JsonNode>readValues(file.toFile())) {
            return values.readAll();
        }
    }

    /** The data of a ConfigMap. */
    private static final class Strings extends java.util.HashMap<String, String> {
        private static final long serialVersionUID = 1;
    }
}
