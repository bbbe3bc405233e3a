package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks through Camel's cron component, a real route and invoker to a real HTTP server in the function's place. */
class CronTriggerTest {

    private CronBench it;

    @BeforeEach
    void start() throws Exception {
        it = new CronBench();
    }

    @AfterEach
    void stop() {
        it.close();
    }

    @Test
    void everyTickCallsTheFunctionOnceWithItsIdentity() {
        it.trigger("* * * * * *");
        await().atMost(Duration.ofSeconds(5)).until(() -> it.seen().size() >= 3);
        assertThat(it.seen()).extracting(event -> event.get("id")).doesNotHaveDuplicates();
        assertThat(it.seen().getFirst())
                .containsEntry("method", "GET")
                .containsEntry("body", "")
                .containsEntry("type", "application/json")
                .containsEntry("namespace", "cronjobtrigger.kubeless.io")
                .containsEntry("ce", "1.0");
        assertThat(it.seen().getFirst().get("host")).as("HTTP/1.1 asks for one").endsWith(".default.svc");
        assertThat(it.seen().getFirst().get("time")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(it.seen().getFirst().get("id")).startsWith("the-uid/");
        assertThat(it.status().get("lastScheduleTime")).isNotNull();
    }

    @Test
    void aPayloadIsPosted() {
        it.trigger("@every 1s", "payload: {a: [1, \"it's\"]}", Instant.parse("2026-01-01T00:00:00Z"));
        await().atMost(Duration.ofSeconds(5)).until(() -> !it.seen().isEmpty());
        assertThat(it.seen().getFirst()).containsEntry("method", "POST").containsEntry("body", "{\"a\":[1,\"it's\"]}");
    }

    @Test
    void aCopyThatDoesNotLeadFiresNothingAndFiresTheLastTickOnceItDoes() {
        it.votes().elect(false);
        Instant tick = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        it.trigger("@every 1h", "payload: null", tick.minus(1, ChronoUnit.HOURS));
        await().until(() -> Instant.now().isAfter(tick.plusMillis(300)));
        assertThat(it.seen()).isEmpty();
        it.votes().elect(true);
        await().until(() -> it.seen().size() == 1);
        assertThat(it.seen().getFirst()).containsEntry("id", "the-uid/" + tick);
        await().untilAsserted(() -> assertThat(it.claims().read(0).claims().get("the-uid"))
                .endsWith(" " + tick)
                .hasSize(8 + 1 + tick.toString().length()));
        it.votes().elect(false);
        it.votes().elect(true);
        await().during(Duration.ofMillis(500)).until(() -> it.seen().size() == 1);
    }

    @Test
    void aChangedScheduleIsLiveAndARemovedTriggerIsSilent() {
        it.trigger("0 0 1 1 *");
        await().until(() -> it.bench().camel().getRoute("cronjobtrigger/default/tick") != null);
        it.trigger("* * * * * *");
        await().atMost(Duration.ofSeconds(5)).until(() -> !it.seen().isEmpty());
        it.bench().resources().remove(Kind.CRON_JOB_TRIGGER, CronBench.TICK);
        await().until(() -> it.bench().camel().getRoute("cronjobtrigger/default/tick") == null);
        int before = it.seen().size();
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(3))
                .until(() -> it.seen().size() <= before + 1);
    }

    @Test
    void stoppingTheRouteStopsTheTicks() throws Exception {
        it.trigger("* * * * * *");
        await().atMost(Duration.ofSeconds(5)).until(() -> !it.seen().isEmpty());
        it.bench().camel().getRouteController().stopRoute("cronjobtrigger/default/tick");
        int before = it.seen().size();
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(3))
                .until(() -> it.seen().size() <= before + 1);
    }

    @Test
    void aWrongScheduleIsNamed() {
        it.trigger("* * * *");
        await().untilAsserted(() -> assertThat(it.status().toString())
                .contains("reason=InvalidSpec")
                .contains("spec.schedule")
                .contains("has 4 fields"));
    }
}
