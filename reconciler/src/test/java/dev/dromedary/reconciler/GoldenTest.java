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
        Reading<ValidFunction> reading = FunctionReader.read(object, configuration);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.unknown()).isEmpty();

        List<JsonNode> plan = Plan.of(reading.value().orElseThrow(), configuration).stream()
                .map(GoldenTest::tree)
                .toList();
        boolean whole = Files.exists(folder.resolve("out.yaml"));
        List<JsonNode> expected = documents(folder.resolve(whole ? "out.yaml" : "out-part.yaml"));
        if (whole) {
            assertThat(plan).map(GoldenTest::name).hasSameSizeAs(expected);
        }
        for (JsonNode golden : expected) {
            new Golden(whole)
                    .compare(golden, made(plan, golden, object.getMetadata().getName()), name(golden));
        }
    }

    /** The object that a golden one speaks of: by kind and name; without a name it is the function's. */
    private static JsonNode made(List<JsonNode> plan, JsonNode golden, String function) {
        String name = golden.at("/metadata/name").asText(function).replace(Golden.HASH, "[0-9a-f]{16}");
        return plan.stream()
                .filter(made -> golden.path("kind").equals(made.path("kind")))
                .filter(made -> made.has("absent")
                        ? made.equals(golden)
                        : made.at("/metadata/name").asText().matches(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not planned: " + golden + "; planned: "
                        + plan.stream().map(GoldenTest::name).toList()));
    }

    private static String name(JsonNode object) {
        return object.path("kind").asText() + " "
                + object.path("absent").asText(object.at("/metadata/name").asText());
    }

    private static JsonNode tree(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Present present -> JSON.valueToTree(present.object());
            case Wanted.Absent absent ->
                JSON.valueToTree(Map.of(
                        "kind", absent.kind().name(), "absent", absent.key().toString()));
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
