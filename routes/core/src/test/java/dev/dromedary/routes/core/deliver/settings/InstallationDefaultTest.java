package dev.dromedary.routes.core.deliver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dromedary.routes.core.deliver.Backoff;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Mode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The installation's default is read strictly: a mistake keeps the router from starting, and is named. */
class InstallationDefaultTest {

    private static final Honours ALL = Honours.everything("a KafkaTrigger");

    @Test
    void nothingIsSaidWhereThereIsNoVariable() {
        assertThat(InstallationDefault.of(Map.of())).isEqualTo(InstallationDefault.NONE);
        assertThat(InstallationDefault.of(Map.of("DROMEDARY_DELIVERY", " "))).isEqualTo(InstallationDefault.NONE);
        assertThat(InstallationDefault.NONE.forKafka(Map.of("BACKOFF_INTERVAL", "")))
                .isEqualTo(InstallationDefault.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mode\": \"AtMostOnce\"}", "mode: AtMostOnce"})
    void jsonAndYamlAreRead(String text) {
        assertThat(delivery(InstallationDefault.of(Map.of("DROMEDARY_DELIVERY", text)))
                        .mode())
                .isEqualTo(Mode.AT_MOST_ONCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode: Once                          | DROMEDARY_DELIVERY.mode: must be AtLeastOnce or AtMostOnce",
                "mod: AtMostOnce                     | DROMEDARY_DELIVERY.mod: is not known",
                "backoff: {max: 1}                   | DROMEDARY_DELIVERY.backoff.max: has the wrong type",
                "backoff: {max: x}                   | DROMEDARY_DELIVERY.backoff.max: must be a duration",
                "backoff: {maxx: 1s}                 | DROMEDARY_DELIVERY.backoff.maxx: is not known",
                "attempts: 1.5                       | DROMEDARY_DELIVERY.attempts: has the wrong type",
                "'{mode: AtMostOnce, attempts: 3}'   | DROMEDARY_DELIVERY.attempts: has no effect",
                "filter: {dat: {a: [1]}}             | DROMEDARY_DELIVERY.filter.dat: is not known",
                "'{mode: '                           | DROMEDARY_DELIVERY: is no YAML or JSON",
                "'[1]'                               | DROMEDARY_DELIVERY",
                "text                                | DROMEDARY_DELIVERY",
                "'{attempts: 1, attempts: 2}'        | DROMEDARY_DELIVERY.attempts: stands twice"
            })
    void aMistakeIsNamed(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstallationDefault.of(Map.of("DROMEDARY_DELIVERY", text)))
                .withMessageContaining(message);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> InstallationDefault.of(Map.of("DROMEDARY_DELIVERY", "{attempts: 0, timeout: x, foo: 1}")))
                .withMessageContainingAll("attempts", "timeout", "foo");
    }

    @Test
    void kubelessPauseIsTheLongestWaitOfKafkasRetries() {
        Map<String, String> environment = Map.of("BACKOFF_INTERVAL", "30s", "DROMEDARY_DELIVERY", "attempts: 3");
        InstallationDefault standard = InstallationDefault.of(environment);
        assertThat(delivery(standard).backoff()).isEqualTo(Backoff.DEFAULT);
        Delivery kafka = delivery(standard.forKafka(environment));
        assertThat(kafka.backoff().max()).isEqualTo(Duration.ofSeconds(30));
        assertThat(kafka.attempts()).isEqualTo(3);
    }

    @Test
    void whoSaysBackoffInDromedarysWordsIsHeard() {
        Map<String, String> environment = Map.of("BACKOFF_INTERVAL", "30s", "DROMEDARY_DELIVERY", "backoff: {max: 5s}");
        assertThat(delivery(InstallationDefault.of(environment).forKafka(environment))
                        .backoff()
                        .max())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "30", "-1s", "0s", "25h"})
    void aPauseThatIsNoneIsNamed(String pause) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstallationDefault.NONE.forKafka(Map.of("BACKOFF_INTERVAL", pause)))
                .withMessageStartingWith("BACKOFF_INTERVAL: must");
    }

    private static Delivery delivery(InstallationDefault standard) {
        return DeliveryReader.read(null, standard, ALL).value().orElseThrow();
    }
}
