package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Election;
import dev.dromedary.routes.core.Bench;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks through Camel's cron component, a real route and invoker to a real HTTP server in the function's place. */
class CronTriggerTest {

    private static final Key TICK = new Key("default", "tick");

    private final Votes votes = new Votes();
    private final Bench bench = new Bench(votes);
    private CrontabService service;
    private final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        service = CronRoom.open(bench.router());
        bench.function(new Key("default", "hello"), this::function);
    }

    @AfterEach
    void stop() {
        service.close();
        bench.close();
    }

    private void function(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            seen.add(Map.of(
                    "method", request.method().name(),
                    "body", body.toString(),
                    "id", request.getHeader("event-id"),
                    "type", request.getHeader("event-type"),
                    "time", request.getHeader("event-time"),
                    "namespace", request.getHeader("event-namespace"),
                    "host", String.valueOf(request.getHeader("host")),
                    "ce", request.getHeader("ce-specversion")));
            request.response().end("done");
        });
    }

    @Test
    void everyTickCallsTheFunctionOnceWithItsIdentity() {
        trigger("* * * * * *", "null");
        await().atMost(Duration.ofSeconds(5)).until(() -> seen.size() >= 3);
        assertThat(seen).extracting(event -> event.get("id")).doesNotHaveDuplicates();
        assertThat(seen.getFirst())
                .containsEntry("method", "GET")
                .containsEntry("body", "")
                .containsEntry("type", "application/json")
                .containsEntry("namespace", "cronjobtrigger.kubeless.io")
                .containsEntry("ce", "1.0");
        assertThat(seen.getFirst().get("host")).as("HTTP/1.1 asks for one").endsWith(".default.svc");
        assertThat(seen.getFirst().get("time")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(seen.getFirst().get("id")).startsWith("the-uid/");
        assertThat(bench.status(Kind.CRON_JOB_TRIGGER, TICK).get("lastScheduleTime"))
                .isNotNull();
    }

    @Test
    void aPayloadIsPosted() {
        trigger("@every 1s", "{a: [1, \"it's\"]}");
        await().atMost(Duration.ofSeconds(5)).until(() -> !seen.isEmpty());
        assertThat(seen.getFirst()).containsEntry("method", "POST").containsEntry("body", "{\"a\":[1,\"it's\"]}");
    }

    @Test
    void aCopyThatDoesNotLeadFiresNothingAndFiresTheLastTickOnceItDoes() {
        votes.elect(false);
        Instant tick = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        trigger("@every 1h", "null", tick.minus(1, ChronoUnit.HOURS));
        await().until(() -> Instant.now().isAfter(tick.plusMillis(300)));
        assertThat(seen).isEmpty();
        votes.elect(true);
        await().until(() -> seen.size() == 1);
        assertThat(seen.getFirst()).containsEntry("id", "the-uid/" + tick);
        service.catchUp();
        await().during(Duration.ofMillis(500)).until(() -> seen.size() == 1);
    }

    @Test
    void aChangedScheduleIsLiveAndARemovedTriggerIsSilent() {
        trigger("0 0 1 1 *", "null");
        await().until(() -> bench.camel().getRoute("cronjobtrigger/default/tick") != null);
        trigger("* * * * * *", "null");
        await().atMost(Duration.ofSeconds(5)).until(() -> !seen.isEmpty());
        bench.resources().remove(Kind.CRON_JOB_TRIGGER, TICK);
        await().until(() -> bench.camel().getRoute("cronjobtrigger/default/tick") == null);
        int before = seen.size();
        await().during(Duration.ofMillis(1500)).atMost(Duration.ofSeconds(3)).until(() -> seen.size() <= before + 1);
    }

    @Test
    void stoppingTheRouteStopsTheTicks() throws Exception {
        trigger("* * * * * *", "null");
        await().atMost(Duration.ofSeconds(5)).until(() -> !seen.isEmpty());
        bench.camel().getRouteController().stopRoute("cronjobtrigger/default/tick");
        int before = seen.size();
        await().during(Duration.ofMillis(1500)).atMost(Duration.ofSeconds(3)).until(() -> seen.size() <= before + 1);
    }

    @Test
    void aWrongScheduleIsNamed() {
        trigger("* * * *", "null");
        await().untilAsserted(() -> assertThat(
                        bench.status(Kind.CRON_JOB_TRIGGER, TICK).toString())
                .contains("reason=InvalidSpec")
                .contains("spec.schedule")
                .contains("has 4 fields"));
    }

    private void trigger(String schedule, String payload) {
        trigger(schedule, payload, Instant.parse("2026-01-01T00:00:00Z"));
    }

    private void trigger(String schedule, String payload, Instant created) {
        bench.put(
                Kind.CRON_JOB_TRIGGER,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: CronJobTrigger
                metadata: {namespace: default, name: tick, uid: the-uid, creationTimestamp: "%s"}
                spec:
                  schedule: "%s"
                  function-name: hello
                  payload: %s
                """
                        .formatted(created, schedule, payload));
    }

    /** An election that the test decides. */
    private static final class Votes implements Election {

        private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean leads = true;

        void elect(boolean now) {
            leads = now;
            listeners.forEach(listener -> listener.accept(now));
        }

        @Override
        public boolean leading() {
            return leads;
        }

        @Override
        public void listen(Consumer<Boolean> listener) {
            listeners.add(listener);
        }
    }
}
