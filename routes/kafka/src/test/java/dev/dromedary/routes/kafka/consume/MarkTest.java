package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"dromedary:8", "dromedary:8;AQ", "dromedary:999999999;_-9"})
    void whatIsWrittenIsRead(String metadata) {
        assertThat(Mark.of(metadata)).map(Mark::toString).hasValue(metadata);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dromedary:", "dromedary:1;*", "kubeless", "dromedary:9999999999", " dromedary:8"})
    void whatOthersCommitIsNot(String metadata) {
        assertThat(Mark.of(metadata)).isEmpty();
    }

    @Test
    void nothingAheadTakesNoRoom() {
        assertThat(new Mark(8, "")).hasToString("dromedary:8");
    }
}
