package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.Key;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityReaderTest {

    private static final String LINE =
            "{\"namespace\":\"ns\",\"name\":\"f\",\"inFlight\":3,\"waiting\":1,\"last\":\"2026-01-02T03:04:05.678Z\"}";

    @Test
    void whatACopySaysOfEachFunction() {
        assertThat(ActivityReader.read(page(LINE)))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(new Key("ns", "f"), new Activity(3, 1, Instant.parse("2026-01-02T03:04:05.678Z"))));
        assertThat(ActivityReader.read(page(""))).isEmpty();
    }

    @Test
    void aNewerRouterMaySayMore() {
        String more =
                page(LINE.replace("}", ",\"pods\":[{\"deep\":1}]}")).replace("{\"copy\"", "{\"since\":0,\"copy\"");
        assertThat(ActivityReader.read(more)).containsKey(new Key("ns", "f"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace", "name", "inFlight", "waiting", "last"})
    void nothingThatWeKnowMayBeMissingOrNull(String field) {
        String value = "\"" + field + "\":(\"[^\"]*\"|[0-9]+)";
        assertRefused(page(LINE.replaceFirst(value, "\"other\":0")));
        assertRefused(page(LINE.replaceFirst(value, "\"" + field + "\":null")));
        assertRefused(page(LINE.replaceFirst(value, "\"" + field + "\":{}")));
        assertRefused(page(LINE.replaceFirst(value, "\"" + field + "\":true")));
        assertRefused(page(LINE.replaceFirst(value, "\"" + field + "\":1.5")));
        assertRefused(page(LINE.replaceFirst(value, "$0,$0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "-1", "2147483648", "1e400", "\"\""})
    void aCountIsACount(String value) {
        assertRefused(page(LINE.replace("\"inFlight\":3", "\"inFlight\":" + value)));
        assertRefused(page(LINE.replace("\"waiting\":1", "\"waiting\":" + value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-01-02", "2026-01-02T03:04:05", "1767323045"})
    void aTimeIsATime(String value) {
        assertRefused(page(LINE.replace("2026-01-02T03:04:05.678Z", value)));
    }

    @Test
    void aFunctionHasANameAndStandsThereOnce() {
        assertRefused(page(LINE.replace("\"f\"", "\"\"")));
        assertRefused(page(LINE + "," + LINE));
        assertRefused(page("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "3",
                "garbage",
                "<html>404</html>",
                "{\"copy\":\"a\"}",
                "{\"activity\":[]}",
                "{\"copy\":\"a\",\"activity\":null}",
                "{\"copy\":\"a\",\"activity\":{}}",
                "{\"copy\":\"a\",\"activity\":[]",
                "{\"copy\":\"a\",\"activity\":[]} {}",
                "{\"copy\":\"a\",\"activity\":[],\"activity\":[]}"
            })
    void anythingElseIsNoAnswer(String text) {
        assertRefused(text);
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> ActivityReader.read(text))
                .as(text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("its answer cannot be read: ");
    }

    private static String page(String lines) {
        return "{\"copy\":\"router-1\",\"activity\":[" + lines + "]}";
    }
}
