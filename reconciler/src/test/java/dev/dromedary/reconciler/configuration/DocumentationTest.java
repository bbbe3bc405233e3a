package dev.dromedary.reconciler.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.Document;
import dev.dromedary.crd.Problem;
import dev.dromedary.reconciler.desired.DeploymentTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/configuration.md and the shipped ConfigMap say what is so: every example is carried out. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path SHIPPED = Path.of("../kustomize/base/kubeless-config.yaml");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REFUSED = Pattern.compile("# refused: (.*)");

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(example -> example.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleDoesWhatThePageSays(String example) {
        Document document = Document.parse(example, "");
        assertThat(document.problems()).isEmpty();
        if (example.startsWith("# merge")) {
            assertMerges(document.tree());
        } else {
            List<String> refused = REFUSED.matcher(example)
                    .results()
                    .map((MatchResult line) -> line.group(1))
                    .toList();
            ReadConfiguration read = ConfigurationReader.read(data(document.tree()), Surroundings.NONE);
            assertThat(read.problems()).map(Problem::toString).hasSameSizeAs(refused);
            refused.forEach(message ->
                    assertThat(read.problems()).map(Problem::toString).anyMatch(problem -> problem.contains(message)));
        }
    }

    @Test
    void thereAreExamplesOfEveryForm() throws IOException {
        assertThat(examples()).anyMatch(example -> example.startsWith("# merge"));
        assertThat(examples()).anyMatch(example -> example.startsWith("# refused"));
        assertThat(examples()).hasSizeGreaterThan(4);
    }

    @Test
    void everyKeyStandsInTheTable() throws IOException {
        List<String> keys = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .filter(ConfigurationReader.KEYS::contains)
                .toList();
        assertThat(keys).containsExactlyInAnyOrderElementsOf(ConfigurationReader.KEYS);
    }

    /** Of no image that was not tested here it is said that functions run on it. */
    @ParameterizedTest
    @CsvSource({"python2.7, python2.7", "dotnetcore2.0, dotnetcore3.1", "vertx1.8, vertx25", "ballerina0.981.0,"})
    void theShippedCatalogueRunsKubelessRuntimesButForTheOneThatIsNotTested(String kubeless, String ours)
            throws IOException {
        JsonNode shipped = new YAMLMapper().readTree(SHIPPED.toFile()).path("data");
        Catalogue catalogue = Configuration.of(data(shipped)).catalogue();
        assertThat(catalogue.find(kubeless).map(Catalogue.Match::name)).isEqualTo(Optional.ofNullable(ours));
    }

    @Test
    void theShippedConfigurationIsReadAndIsTheDefaultButForItsRuntimesAndItsCache() throws IOException {
        JsonNode shipped = new YAMLMapper().readTree(SHIPPED.toFile()).path("data");
        Configuration read = Configuration.of(data(shipped));
        assertThat(read.catalogue().names()).contains("python3.11", "nodejs24");
        assertThat(read.sources().dependencyCache()).as("base brings a cache").isPresent();
        Configuration standard = Configuration.EMPTY;
        Sources sources = new Sources(
                standard.sources().limit(),
                read.sources().dependencyCache(),
                standard.sources().caBundle());
        assertThat(read)
                .isEqualTo(new Configuration(
                        read.catalogue(), standard.images(), standard.builds(), standard.pods(), sources));
    }

    /** Kubeless' own keys come first, as the page says. */
    @Test
    void kubelessKeysAreAllKnown() {
        assertThat(ConfigurationReader.KEYS.subList(0, 11))
                .containsExactlyElementsOf(Stream.of(
                                "deployment runtime-images enable-build-step function-registry-tls-verify provision-image",
                                "provision-image-secret builder-image builder-image-secret ingress-enabled service-type",
                                "functions-namespace")
                        .flatMap(line -> Stream.of(line.split(" ")))
                        .toList());
    }

    private static void assertMerges(JsonNode example) {
        JsonNode merged = DeploymentTemplate.merge(example.path("function"), example.path("template"));
        assertThat(merged).isEqualTo(example.path("merged"));
        ReadConfiguration read = ConfigurationReader.read(
                Map.of("deployment", example.path("template").toString()), Surroundings.NONE);
        assertThat(read.problems()).isEmpty();
    }

    private static Map<String, String> data(JsonNode tree) {
        return tree.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .textValue()));
    }
}
