package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Catalogue;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runtimes of the checkout. */
class LanguageTest {

    private final Map<String, Language> languages = Language.in(Path.of("../runtimes"));

    @ParameterizedTest
    @CsvSource({
        "python2.7, python2.7, jython",
        "python27, python2.7, jython",
        "python2.6, python2.7, jython",
        "python3.3, python3.11, python",
        "python3.6, python3.11, python",
        "python36, python3.11, python",
        "python3.11, python3.11, python",
        "java1.8, java25, java"
    })
    void whatRunsAndWhereItStands(String wanted, String runs, String folder) {
        Catalogue.Match match = Language.catalogue(languages).find(wanted).orElseThrow();
        assertThat(match.name()).isEqualTo(runs);
        assertThat(languages.get(match.name()).folder().getFileName()).hasToString(folder);
    }

    @ParameterizedTest
    @CsvSource({"python4.0", "python3.12"})
    void nothingRunsWhatIsNewer(String wanted) {
        assertThat(Language.catalogue(languages).find(wanted)).isEmpty();
    }
}
