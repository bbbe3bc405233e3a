package dev.dromedary.routes.core.deliver.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Document;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.routes.core.deliver.Backoff;
import dev.dromedary.routes.core.deliver.Batching;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Filter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Mode;
import dev.dromedary.routes.core.deliver.OnExhausted;
import dev.dromedary.routes.core.deliver.Ordering;
import dev.dromedary.routes.core.deliver.Success;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trigger says of delivery, the installation's default, and what becomes of both. */
class DeliveryReaderTest {

    private static final Honours ALL = Honours.everything("a KafkaTrigger");
    private static final Honours TICKS = new Honours(
            "a CronJobTrigger",
            Set.of(Ordering.NONE, Ordering.SOURCE),
            Ordering.NONE,
            false,
            false,
            Set.of(Honours.Letters.HTTP, Honours.Letters.FUNCTION),
            Optional.empty());

    private static final String EVERY_FIELD =
            """
            mode: AtLeastOnce
            attempts: 3
            backoff: {initial: 500ms, max: 1h30m, multiplier: 1.5, jitter: 0}
            timeout: 10s
            maxAge: 168h
            success: [2xx, "404", "204"]
            ordering: Source
            concurrency: 7
            batch: {size: 100, bytes: 512Ki, window: 2s}
            filter: {data: {a: [1]}}
            deadLetter: {kafka: {topic: failed}}
            """;

    @Test
    void whoSaysNothingGetsTheDefault() {
        assertThat(DeliveryReader.read(null, InstallationDefault.NONE, ALL).value())
                .contains(Delivery.DEFAULT);
        assertThat(delivery("{}", "", ALL)).isEqualTo(Delivery.DEFAULT);
        assertThat(delivery("{}", "", TICKS).ordering()).isEqualTo(Ordering.NONE);
    }

    @Test
    void everyFieldIsRead() {
        Delivery delivery = delivery(EVERY_FIELD, "", ALL);
        assertThat(delivery.filter()).isNotEqualTo(Filter.ALL);
        assertThat(delivery)
                .isEqualTo(new Delivery(
                        Mode.AT_LEAST_ONCE,
                        3,
                        new Backoff(Duration.ofMillis(500), Duration.ofMinutes(90), 1.5, 0),
                        Optional.of(Duration.ofSeconds(10)),
                        Optional.of(Duration.ofDays(7)),
                        new Success(Set.of(2), Set.of(404)),
                        Ordering.SOURCE,
                        7,
                        new Batching(100, 512 << 10, Duration.ofSeconds(2)),
                        delivery.filter(),
                        Optional.of(new LetterTarget.Kafka("failed")),
                        OnExhausted.HOLD));
    }

    @Test
    void atMostOnceIsOneCallAndNothingKept() {
        Delivery once = delivery("{mode: AtMostOnce}", "", ALL.keeping(new LetterTarget.Kafka("own")));
        assertThat(once.attempts()).isEqualTo(1);
        assertThat(once.deadLetter()).isEmpty();
        assertThat(once.onExhausted()).isEqualTo(OnExhausted.DROP);
    }

    @Test
    void aSourceKeepsLettersByItselfUntilAnotherThingIsSaid() {
        Honours own = ALL.keeping(new LetterTarget.Kafka("own"));
        assertThat(delivery("{}", "", own).deadLetter()).contains(new LetterTarget.Kafka("own"));
        assertThat(delivery("{onExhausted: Hold}", "", own).deadLetter()).isEmpty();
        assertThat(delivery("{}", "{onExhausted: Drop}", own).deadLetter()).isEmpty();
        assertThat(delivery("{deadLetter: {http: {url: 'https://a.example/x?y=z'}}}", "", own)
                        .deadLetter())
                .contains(new LetterTarget.Http(URI.create("https://a.example/x?y=z"), Optional.empty()));
        assertThat(delivery("{}", "{deadLetter: {nats: {subject: a.b}}}", own).deadLetter())
                .contains(new LetterTarget.Nats("a.b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{initial: 5m}           | PT5M   | PT5M",
                "{max: 200ms}            | PT0.2S | PT0.2S",
                "{initial: 2s, max: 2s}  | PT2S   | PT2S",
                "{}                      | PT1S   | PT1M"
            })
    void whatIsLeftOpenOfBackoffFits(String backoff, Duration initial, Duration max) {
        Backoff read = delivery("{backoff: " + backoff + "}", "", ALL).backoff();
        assertThat(read.initial()).isEqualTo(initial);
        assertThat(read.max()).isEqualTo(max);
    }

    @Test
    void aTriggersFieldTakesThePlaceOfTheInstallations() {
        String standard = "{attempts: 9, concurrency: 2, backoff: {initial: 5s}, deadLetter: {function: {name: bin}}}";
        Delivery delivery = delivery("{attempts: 2, backoff: {max: 10m}}", standard, ALL);
        assertThat(delivery.attempts()).isEqualTo(2);
        assertThat(delivery.concurrency()).isEqualTo(2);
        assertThat(delivery.backoff().initial()).isEqualTo(Duration.ofSeconds(1));
        assertThat(delivery.deadLetter()).contains(new LetterTarget.Function("bin"));
        assertThat(delivery("{onExhausted: Drop}", standard, ALL).deadLetter()).isEmpty();
        assertThat(delivery("{mode: AtMostOnce}", standard, ALL).deadLetter()).isEmpty();
        assertThat(delivery("{mode: AtLeastOnce, attempts: 3}", "{mode: AtMostOnce}", ALL)
                        .attempts())
                .isEqualTo(3);
        assertThat(delivery("{deadLetter: {function: {name: f}}}", "{onExhausted: Drop}", ALL)
                        .deadLetter())
                .contains(new LetterTarget.Function("f"));
    }

    @Test
    void whatTheInstallationSaysIsPassedOverWhereASourceCannot() {
        String standard =
                "{ordering: Key, batch: {size: 5}, filter: {data: {a: [1]}}, deadLetter: {kafka: {topic: t}}}";
        assertThat(delivery("{}", standard, TICKS)).isEqualTo(delivery("{}", "", TICKS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: AtleastOnce}              | mode               | write 'AtLeastOnce'",
                "{mode: Exactly}                  | mode               | must be AtLeastOnce or AtMostOnce",
                "{attempts: 0}                    | attempts           | must be 1 to 10000",
                "{backoff: {initial: soon}}       | backoff.initial    | must be a duration",
                "{backoff: {initial: 0s}}         | backoff.initial    | longer than 0",
                "{backoff: {initial: 2m, max: 1m}} | backoff.max       | shorter than backoff.initial",
                "{backoff: {max: 25h}}            | backoff.max        | must not be longer than 24h",
                "{backoff: {multiplier: 0.5}}     | backoff.multiplier | must be 1 to 10",
                "{backoff: {jitter: 1.5}}         | backoff.jitter     | must be 0 to 1",
                "{timeout: '1'}                   | timeout            | must be a duration",
                "{maxAge: 999999999h}             | maxAge             | must not be longer than",
                "{success: []}                    | success            | at least one",
                "{success: [2xx, 2yy]}            | success            | has '2yy'",
                "{ordering: key}                  | ordering           | write 'Key'",
                "{concurrency: 1001}              | concurrency        | must be 1 to 1000",
                "{batch: {}}                      | batch.size         | is missing",
                "{batch: {size: 2, bytes: 65Mi}}  | batch.bytes        | 1 to 64Mi",
                "{batch: {size: 2, bytes: 1Gi}}   | batch.bytes        | such as 512Ki",
                "{batch: {size: 2, window: 6m}}   | batch.window       | must not be longer than 5m",
                "{filter: {data: {a: 1}}}         | filter.data.a      | must be a list",
                "{deadLetter: {}}                 | deadLetter         | one place",
                "{deadLetter: {kafka: {}}}        | deadLetter.kafka.topic   | Kafka topic",
                "{deadLetter: {kafka: {topic: ..}}} | deadLetter.kafka.topic | Kafka topic",
                "{deadLetter: {nats: {subject: a.>}}} | deadLetter.nats.subject | without wildcards",
                "{deadLetter: {http: {url: 'http://u:p@h/'}}} | deadLetter.http.url | without user",
                "{deadLetter: {http: {url: 'file:///etc'}}} | deadLetter.http.url | https://example.com",
                "{deadLetter: {function: {name: a/b}}} | deadLetter.function.name | same namespace",
                "{onExhausted: Dropp}             | onExhausted        | write 'Drop'",
                "{onExhausted: Drop, deadLetter: {function: {name: f}}} | onExhausted | or deadLetter",
                "{mode: AtMostOnce, attempts: 2}  | attempts           | or say AtLeastOnce",
                "{mode: AtMostOnce, onExhausted: Hold} | onExhausted   | or say AtLeastOnce",
                "{mode: AtMostOnce, deadLetter: {function: {name: f}}} | deadLetter | or say AtLeastOnce"
            })
    void aMistakeIsNamedWithItsRemedy(String block, String field, String remedy) {
        assertProblem(read(block, "", ALL), field, remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ordering: Key}             | ordering     | a CronJobTrigger cannot keep to Key: remove it, or say None or Source",
                "{batch: {size: 2}}          | batch        | remove it",
                "{filter: {data: {a: [1]}}}  | filter       | remove it",
                "{deadLetter: {kafka: {topic: t}}} | deadLetter.kafka | write http or function"
            })
    void whatASourceCannotIsRefused(String block, String field, String remedy) {
        assertProblem(read(block, "", TICKS), field, remedy);
    }

    @Test
    void aContradictionToTheInstallationSaysWhoseTheModeIs() {
        assertProblem(read("{attempts: 3}", "{mode: AtMostOnce}", ALL), "attempts", "which the installation has");
    }

    private static void assertProblem(Reading<Delivery> reading, String field, String remedy) {
        assertThat(reading.value()).isEmpty();
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("spec.delivery." + field);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    private static Delivery delivery(String block, String standard, Honours honours) {
        Reading<Delivery> reading = read(block, standard, honours);
        assertThat(reading.problems()).isEmpty();
        return reading.value().orElseThrow();
    }

    private static Reading<Delivery> read(String block, String standard, Honours honours) {
        Object tree = Serialization.unmarshal(Document.parse(block, "").tree().toString(), Object.class);
        Reading<DeliverySpec> spec = StrictReader.record(DeliverySpec.class, tree, "spec.delivery");
        assertThat(spec.problems()).isEmpty();
        InstallationDefault installation = InstallationDefault.of(Map.of("DROMEDARY_DELIVERY", standard));
        return DeliveryReader.read(spec.value().orElseThrow(), installation, honours);
    }
}
