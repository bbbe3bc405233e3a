package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
