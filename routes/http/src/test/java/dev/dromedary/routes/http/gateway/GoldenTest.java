package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Wanted;
import dev.dromedary.routes.core.invoke.Patience;
import dev.dromedary.routes.http.rules.RulesReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What leads to the router is what stands in the golden folders: {@code in.yaml} and, written by hand from Kubeless' behaviour
 * and its exceptions, {@code out.yaml}, the whole of each object. A trigger that is refused has {@code out-problems.yaml} instead;
 * {@code out-ignored.yaml} names fields without effect.
 */
class GoldenTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OwnerReference ROLE = new OwnerReferenceBuilder()
            .withApiVersion("rbac.authorization.k8s.io/v1")
            .withKind("ClusterRole")
            .withName("kubeless-router-backend")
            .withUid("role")
            .withController(true)
            .build();

    static Stream<Path> triggers() throws IOException {
        return folders("golden");
    }

    static Stream<Path> backends() throws IOException {
        return folders("golden-backends");
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void whatStandsBesideATriggerIsTheGoldenOne(Path folder) throws IOException {
        Reading<WayIn> reading = read(objects(folder.resolve("in.yaml")).getFirst());
        compareProblems(list(folder.resolve("out-problems.yaml")), reading.problems());
        assertThat(reading.unknown())
                .containsExactlyElementsOf(list(folder.resolve("out-ignored.yaml")).stream()
                        .map(JsonNode::asText)
                        .toList());
        assertThat(trees(reading.value().map(GoldenTest::made).stream().toList()))
                .isEqualTo(documents(folder.resolve("out.yaml")));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatLeadsToTheRouterInANamespaceIsTheGoldenOne(Path folder) throws IOException {
        RouterEndpoints router =
                RouterEndpoints.of(objects(folder.resolve("in.yaml"))).orElseThrow();
        assertThat(trees(RouterBackend.of("ns", router, Optional.of(ROLE))))
                .isEqualTo(documents(folder.resolve("out.yaml")));
    }

    static Reading<WayIn> read(GenericKubernetesResource trigger) {
        HTTPTriggerSpec spec = StrictReader.spec(
                        HTTPTriggerSpec.class, trigger.getAdditionalProperties().get("spec"))
                .value()
                .orElseThrow();
        Patience patience = RulesReader.of(trigger.getMetadata().getNamespace(), spec, new ArrayList<>())
                .patience();
        return WayInReader.read(spec, trigger.getMetadata(), patience);
    }

    private static Wanted made(WayIn wayIn) {
        return switch (wayIn.gateway()) {
            case Gateway.Controller controller -> TriggerIngress.of(wayIn, controller);
            case Gateway.OfGatewayApi gateway -> TriggerHttpRoute.of(wayIn, gateway);
        };
    }

    private static void compareProblems(List<JsonNode> golden, List<Problem> problems) {
        assertThat(problems).hasSameSizeAs(golden);
        for (int i = 0; i < golden.size(); i++) {
            assertThat(problems.get(i).field())
                    .isEqualTo(golden.get(i).path("field").asText());
            assertThat(problems.get(i).remedy())
                    .contains(golden.get(i).path("remedy").asText());
        }
    }

    private static List<JsonNode> trees(List<Wanted> wanted) {
        return wanted.stream()
                .map(Wanted.Present.class::cast)
                .<JsonNode>map(present -> bare(JSON.valueToTree(present.object())))
                .toList();
    }

    /** Without what is empty, which says nothing. */
    private static JsonNode bare(JsonNode tree) {
        tree.forEach(GoldenTest::bare);
        if (tree.isObject()) {
            tree.properties()
                    .removeIf(field -> field.getValue().isNull()
                            || (field.getValue().isContainerNode()
                                    && field.getValue().isEmpty()));
        }
        return tree;
    }

    private static Stream<Path> folders(String name) throws IOException {
        try (Stream<Path> entries = Files.list(RESOURCES.resolve(name))) {
            return entries.sorted().toList().stream();
        }
    }

    private static List<GenericKubernetesResource> objects(Path file) throws IOException {
        try (var values =
                YAML.readerFor(GenericKubernetesResource.class).<GenericKubernetesResource>readValues(file.toFile())) {
            return values.readAll();
        }
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return values.readAll();
        }
    }

    private static List<JsonNode> list(Path file) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        if (Files.exists(file)) {
            YAML.readTree(file.toFile()).forEach(items::add);
        }
        return items;
    }
}
