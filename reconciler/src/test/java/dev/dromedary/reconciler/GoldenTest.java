package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is planned for a function is what stands in its golden folder: {@code in.yaml} and, written by hand from Kubeless'
 * behaviour, {@code out.yaml} (the whole of each object) or {@code out-part.yaml} (the fields that the case is about). A
 * function that is refused has {@code out-problems.yaml} instead; {@code out-ignored.yaml} names the fields without effect, and
 * {@code configuration.yaml} lays keys over the shared configuration.
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
        Configuration configuration = configuration(folder);
        GenericKubernetesResource object =
                YAML.readValue(folder.resolve("in.yaml").toFile(), GenericKubernetesResource.class);
        Reading<ValidFunction> reading = FunctionReader.read(object, configuration);
        compareProblems(list(folder.resolve("out-problems.yaml")), reading.problems());
        assertThat(reading.unknown())
                .containsExactlyInAnyOrderElementsOf(list(folder.resolve("out-ignored.yaml")).stream()
                        .map(JsonNode::asText)
                        .toList());
        assertThat(reading.value().isPresent())
                .isEqualTo(reading.problems().isEmpty())
                .isNotEqualTo(Files.exists(folder.resolve("out-problems.yaml")));
        if (reading.value().isPresent()) {
            comparePlan(folder, Plan.of(reading.value().get(), configuration), object);
        }
    }

    /** The shared one, with the keys of the case's own laid over it. */
    private static Configuration configuration(Path folder) throws IOException {
        Map<String, String> data = new HashMap<>();
        for (Path place : List.of(GOLDEN, folder)) {
            Path file = place.resolve("configuration.yaml");
            if (Files.exists(file)) {
                data.putAll(
                        YAML.convertValue(YAML.readTree(file.toFile()), new TypeReference<Map<String, String>>() {}));
            }
        }
        return Configuration.of(data);
    }

    private static void compareProblems(List<JsonNode> golden, List<Problem> problems) {
        assertThat(problems)
                .map(Problem::field)
                .as(problems.toString())
                .containsExactlyInAnyOrderElementsOf(
                        golden.stream().map(each -> each.path("field").asText()).toList());
        for (JsonNode each : golden) {
            assertThat(problems).anySatisfy(problem -> {
                assertThat(problem.field()).isEqualTo(each.path("field").asText());
                assertThat(problem.remedy()).contains(each.path("remedy").asText());
            });
        }
    }

    private static void comparePlan(Path folder, List<Wanted> wanted, GenericKubernetesResource object)
            throws IOException {
        List<JsonNode> plan = wanted.stream().map(GoldenTest::tree).toList();
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

    /** The items of a file; none where there is no file. */
    private static List<JsonNode> list(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>();
        YAML.readTree(file.toFile()).forEach(items::add);
        return items;
    }
}
