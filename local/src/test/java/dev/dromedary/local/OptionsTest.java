package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void aFolderIsEnough() {
        Options options = Options.of(List.of("."));
        assertThat(options.folder()).isEqualTo(Path.of("."));
        assertThat(options.port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "'', FOLDER is missing",
        "nowhere, there is no folder",
        ". .., is not understood",
        "--oops ., is not understood",
        ". --port, --port needs a value",
        ". --port 70000, must be a number from 0 to 65535",
        ". --port x, must be a number"
    })
    void whatIsWrongIsNamed(String words, String message) {
        List<String> given = words.isEmpty() ? List.of() : List.of(words.split(" "));
        assertThatThrownBy(() -> Options.of(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
