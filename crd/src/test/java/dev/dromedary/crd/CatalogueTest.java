package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {

    private static final String TEXT =
            """
            [{"ID": "python", "depName": "requirements.txt", "fileNameSuffix": ".py", "versions": [
               {"name": "python311", "version": "3.11", "aliases": ["python2.7", "python27"],
                "images": [{"phase": "installation", "image": "i", "command": "pip"}, {"phase": "runtime", "image": "r"}]},
               {"name": "python313", "version": "3.13", "images": [{"phase": "runtime", "image": "r13"}]}]},
             {"id": "nodejs", "depname": "package.json", "filenamesuffix": ".js", "versions": [
               {"version": "22", "images": [{"phase": "runtime", "image": "n"}]}]}]
            """;

    private final Catalogue catalogue = Catalogue.parse(TEXT);

    @ParameterizedTest
    @CsvSource({
        "python3.11, python3.11, false",
        "python3.13, python3.13, false",
        "python2.7, python3.11, true",
        "python27, python3.11, true",
        "python3.7, python3.11, true",
        "python3.12, python3.13, true",
        "nodejs6, nodejs22, true",
        "nodejs22, nodejs22, false"
    })
    void findsTheNamedRuntimeOrTheNearestNewerOne(String wanted, String runs, boolean substituted) {
        Catalogue.Match match = catalogue.find(wanted).orElseThrow();
        assertThat(match.name()).isEqualTo(runs);
        assertThat(match.substituted()).isEqualTo(substituted);
    }

    @ParameterizedTest
    @CsvSource({"python4.0", "nodejs23", "cobol1", "python", "''", "nodejs22-alpine"})
    void findsNothingForAnUnknownOrNewerRuntime(String wanted) {
        assertThat(catalogue.find(wanted)).isEmpty();
    }

    @Test
    void keyNamesAreReadInAnyCaseAndPhasesByName() {
        assertThat(catalogue.names()).containsExactly("python3.11", "python3.13", "nodejs22");
        assertThat(catalogue.find("nodejs22").orElseThrow().runtime().depName()).isEqualTo("package.json");
        FunctionRuntime.Version python =
                catalogue.find("python3.11").orElseThrow().version();
        assertThat(python.image(FunctionRuntime.Phase.INSTALLATION))
                .hasValueSatisfying(image -> assertThat(image.command()).isEqualTo("pip"));
        assertThat(python.image(FunctionRuntime.Phase.COMPILATION)).isEmpty();
    }

    @Test
    void anUnreadableCatalogueSaysWhere() {
        assertThatThrownBy(() -> Catalogue.parse("[{\"ID\": \"python\",\n \"versions\": 3]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runtime-images")
                .hasMessageContaining("line 2, column");
        assertThat(Catalogue.parse(" ")).isEqualTo(Catalogue.EMPTY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {a: b}                                             | runtime-images: has the wrong type: it must be a list
            [3]                                                | runtime-images[0]: has the wrong type: it must be an object
            [{ID: py3}]                                        | runtime-images[0].ID: is 'py3': it must consist of letters
            [{versions: []}]                                   | runtime-images[0].ID: is '': it must consist of letters
            [{ID: a}, {ID: a}]                                 | runtime-images[1].ID: is 'a' as that of a runtime before it
            [{ID: a, id: b}]                                   | runtime-images[0].ID: stands twice, in different case
            [{ID: a, depname: 3}]                              | runtime-images[0].depName: has the wrong type: it must be text
            [{ID: a, fileSuffix: .a}]                          | runtime-images[0].fileSuffix: is not known: write 'fileNameSuffix'
            [{ID: a, livenessProbeInfo: {exce: {}}}]           | runtime-images[0].livenessProbeInfo.exce: is no field of Kubernetes' Probe
            [{ID: a, livenessProbeInfo: {periodSeconds: x}}]   | runtime-images[0].livenessProbeInfo.periodSeconds: has the wrong type
            [{ID: a, versions: [{version: '1', images: []}]}]  | runtime-images[0].versions[0].images: has no image of the phase runtime
            """)
    void aMistakeInALanguageIsNamed(String text, String message) {
        assertThat(Catalogue.read(text).problems()).first().asString().contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            version: 3.11                                      | .version: has the wrong type: it must be text (in quotes)
            version: '3.x'                                     | .version: is '3.x': it must consist of digits and dots
            runtimeImage: x                                    | .runtimeImage: is not known: remove it; known are name, version, images
            image: []                                          | .image: is not known: write 'images'
            imagePullSecrets: [{name: s}]                      | .imagePullSecrets[0].name: is not known: remove it; known are imageSecret
            aliases: ['python 2']                              | .aliases: has 'python 2', which is no runtime string
            aliases: [b1]                                      | .aliases: has 'b1', which is the name or an alias of another version
            aliases: [c1, c1]                                  | .aliases: has 'c1', which is the name or an alias of another version
            """)
    void aMistakeInAVersionIsNamed(String field, String message) {
        assertProblem(
                "[{ID: a, versions: [{images: [{phase: runtime, image: i}], %s}]},".formatted(field)
                        + " {ID: b, versions: [{version: '1', images: [{phase: runtime, image: i}]}]}]",
                message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {phase: compiled, image: i}                        | images[1].phase: is 'compiled': it must be one of prepare, installation
            {phase: runtime, image: j}                         | images[1].phase: is 'runtime' as that of an image before it
            {phase: installation, image: 'a b'}                | images[1].image: is 'a b', which is no image
            {phase: installation}                              | images[1].image: is '', which is no image
            {phase: installation, image: i, env: {'a b': c}}   | images[1].env.a b: is no name for a variable
            {phase: installation, image: i, env: {A: 1}}       | images[1].env.A: has the wrong type: it must be text
            {phase: installation, image: i, env: [A]}          | images[1].env: has the wrong type: it must be an object
            {phase: installation, image: i, secrets: [{name: S}]} | images[1].secrets[0].name: is 'S', which is no object's name
            {phase: installation, image: i, secrets: [s]}      | images[1].secrets[0]: has the wrong type: it must be an object
            {phase: installation, image: i, comand: c}         | images[1].comand: is not known: write 'command'
            """)
    void aMistakeInAnImageIsNamed(String image, String message) {
        assertProblem("[{ID: a, versions: [{images: [{phase: runtime, image: i}, %s]}]}]".formatted(image), message);
    }

    @Test
    void theSecretsOfAPhaseAreKept() {
        Catalogue read = Catalogue.parse("[{ID: a, versions: [{images: [{phase: runtime, image: i},"
                + " {phase: prepare, secrets: [{name: first}, {name: second}]}]}]}]");
        assertThat(read.find("a").orElseThrow().version().image(FunctionRuntime.Phase.PREPARE))
                .hasValueSatisfying(image -> assertThat(image.secrets()).containsExactly("first", "second"));
    }

    @Test
    void theFieldsOfAProbeAreTakenInAnyCase() {
        Catalogue read = Catalogue.parse(
                """
                [{ID: a, livenessprobeinfo: {httpget: {PORT: 80, httpHeaders: [{Name: n, value: v}]}, periodseconds: 9},
                  versions: [{images: [{phase: runtime, image: i}]}]}]
                """);
        Probe probe = read.runtimes().getFirst().livenessProbe();
        assertThat(probe.getPeriodSeconds()).isEqualTo(9);
        assertThat(probe.getHttpGet().getPort().getIntVal()).isEqualTo(80);
        assertThat(probe.getHttpGet().getHttpHeaders().getFirst().getName()).isEqualTo("n");
    }

    private static void assertProblem(String text, String message) {
        assertThat(Catalogue.read(text).problems())
                .map(Problem::toString)
                .filteredOn(problem -> problem.contains(message))
                .as(text)
                .hasSize(1);
    }
}
