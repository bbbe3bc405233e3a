package dev.dromedary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void whatIsEmptyCountsAsNotSet() {
        Settings settings = Settings.of(with("FUNC_PORT", " "));
        assertThat(settings.address()).isEqualTo(new Settings.Address("0.0.0.0", 8080));
        assertThat(settings.timeout()).isEqualTo(180_000_000_000L);
        assertThat(settings.bodyLimit()).isEqualTo(104_857_600);
    }

    @Test
    void secondsMayHaveFractions() {
        assertThat(Settings.of(with("FUNC_TIMEOUT", "1.5")).timeout()).isEqualTo(1_500_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "FUNC_TIMEOUT,soon,a number of seconds greater than 0",
        "FUNC_TIMEOUT,0,a number of seconds greater than 0",
        "FUNC_PORT,65536,a whole number from 1 to 65535",
        "FUNC_CONCURRENCY,0,a whole number from 1 to 10000",
        "FUNC_QUEUE,-1,a whole number from 0 to 1000000",
    })
    void whatCannotBeUsedIsNamed(String name, String value, String rule) {
        assertThatThrownBy(() -> Settings.of(with(name, value)))
                .hasMessage(name + " is '" + value + "', but must be " + rule);
    }

    @Test
    void fileAndHandlerAreNeeded() {
        assertThatThrownBy(() -> Settings.of(Map.of("MOD_NAME", "x"))).hasMessage("FUNC_HANDLER is not set");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> env = new HashMap<>(Map.of("MOD_NAME", "module", "FUNC_HANDLER", "handler"));
        env.put(name, value);
        return env;
    }
}
