package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.TriggerId;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trigger says of its ticks beside when they are, and what is kept of them from one leader to the next. */
class CronTermsTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

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
    void aTickIsClaimedBeforeItIsFiredAndStatusSaysWhatCameOfIt() {
        it.answer(request -> {
            it.seen().add(Map.of("claim", it.claims().read(0).claims().get("the-uid")));
            request.response().setStatusCode(it.seen().size() == 1 ? 500 : 200).end();
        });
        Instant tick = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        it.trigger("@every 1h", "payload: null", tick.minus(1, ChronoUnit.HOURS));
        await().until(() -> it.seen().size() == 2);
        assertThat(it.seen().getFirst().get("claim")).endsWith(" " + tick + " " + tick);
        await().untilAsserted(() -> {
            Map<?, ?> status = it.status();
            assertThat(status.get("lastScheduleTime")).isEqualTo(tick.toString());
            assertThat(status.get("lastSuccessfulTime")).isNotNull();
            assertThat(status.get("active")).isNull();
            assertThat(status.get("history"))
                    .asInstanceOf(LIST)
                    .singleElement()
                    .asInstanceOf(MAP)
                    .containsEntry("time", tick.toString())
                    .containsEntry("outcome", "Succeeded")
                    .containsEntry("attempts", 2)
                    .containsKeys("started", "ended");
        });
    }

    @ParameterizedTest
    @CsvSource({"Forbid, Skipped", "Replace, Replaced"})
    void aTickThatComesWhileOneIsUnderWayGoesByThePolicy(String policy, String outcome) {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        it.answer(held::add);
        it.trigger("@every 1s", "concurrencyPolicy: " + policy, LONG_AGO);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(it.status().toString()).contains("outcome=" + outcome));
        int calls = held.size();
        Object active = it.status().get("active");
        it.answer(request -> request.response().end());
        held.forEach(request -> request.response().end());
        assertThat(active).asInstanceOf(LIST).hasSize(1);
        assertThat(calls).matches(count -> policy.equals("Forbid") == (count == 1));
    }

    @Test
    void whatIsSuspendedFiresNothingAndHasMissedNothingOnceItGoesOn() {
        it.trigger("* * * * * *", "suspend: true\nmissedRuns: All", LONG_AGO);
        await().during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(4)).until(it.seen()::isEmpty);
        Instant before = Instant.now();
        it.trigger("* * * * * *", "missedRuns: All", LONG_AGO);
        await().until(() -> !it.seen().isEmpty());
        assertThat(it.tick(0)).isAfterOrEqualTo(before.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void ticksThatWereClaimedAndAreNotOverAreFiredByTheNextLeader() {
        it.votes().elect(false);
        Instant tick = Instant.parse("2026-01-01T00:00:00Z");
        it.claimed(new Claim("another", Instant.now(), List.of(tick)));
        it.trigger("0 0 1 1 *");
        it.votes().elect(true);
        await().until(() -> it.seen().size() == 1);
        assertThat(it.seen().getFirst()).containsEntry("id", "the-uid/" + tick);
    }

    @Test
    void whatWasMissedIsMadeUpForOnce() {
        afterAnHourOfNobody();
        await().until(() -> it.seen().size() == 1);
        Instant newest = it.tick(0);
        assertThat(newest).isAfter(Instant.now().minusSeconds(70));
    }

    /** Somebody went back to Kubeless for that hour, and its CronJob fired. */
    @Test
    void whatThePredecessorFiredMeanwhileIsNotMissed() {
        Instant now = Instant.now();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        it.firedBefore(minute);
        afterAnHourOfNobody();
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> it.seen().stream()
                .noneMatch(call -> call.get("id").equals("the-uid/" + minute)));
        assertThat(it.seen()).allMatch(call -> call.get("id").compareTo("the-uid/" + minute) > 0);
    }

    private void afterAnHourOfNobody() {
        it.votes().elect(false);
        it.trigger("* * * * *");
        TriggerId id = new TriggerId(Kind.CRON_JOB_TRIGGER, CronBench.TICK);
        await().until(() -> it.bench().router().table().plan(id).isPresent());
        CronPlan plan = it.bench().router().table().plan(id, CronPlan.class).orElseThrow();
        it.claimed(new Claim(plan.basis(), Instant.now().minusSeconds(3600), List.of()));
        it.votes().elect(true);
    }
}
