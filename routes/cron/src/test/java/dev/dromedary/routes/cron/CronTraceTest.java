package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Election;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.traces.Collector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector of traces gets of ticks. */
class CronTraceTest {

    private static final Key HELLO = new Key("default", "hello");

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Collector collector;
    private Bench bench;
    private CrontabService service;

    @BeforeEach
    void start() throws Exception {
        collector = new Collector();
        bench = new Bench(Election.ALONE, collector.tracing());
        service = CronRoom.open(bench.router());
    }

    @AfterEach
    void stop() {
        service.close();
        bench.close();
        collector.close();
    }

    private void ticks() {
        bench.put(
                Kind.CRON_JOB_TRIGGER,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: CronJobTrigger
                metadata: {namespace: default, name: tick, uid: the-uid, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {schedule: "* * * * * *", function-name: hello}
                """);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !collector.of("INTERNAL").isEmpty());
    }

    @Test
    void aTickBeginsATraceAndTheFunctionIsToldWhich() {
        bench.function(HELLO, request -> {
            seen.add(request.getHeader("traceparent"));
            request.response().end();
        });
        ticks();
        Collector.Seen tick = collector.of("INTERNAL").getFirst();
        Collector.Seen hop = collector.of("CLIENT").getFirst();
        assertThat(tick.name()).isEqualTo("tick default/tick");
        assertThat(tick.parent()).isEmpty();
        assertThat(tick.status()).isEqualTo("UNSET");
        assertThat(tick.attributes())
                .containsEntry("dromedary.trigger", "default/tick")
                .containsEntry("dromedary.function", "default/hello")
                .hasEntrySatisfying("dromedary.event.id", id -> assertThat(id).startsWith("the-uid/"));
        assertThat(hop.parent()).isEqualTo(tick.id());
        assertThat(seen.getFirst()).isEqualTo(hop.traceparent());
    }

    @Test
    void aTickThatTheFunctionDidNotTakeIsAnError() {
        bench.function(HELLO, request -> request.response().setStatusCode(404).end());
        ticks();
        Collector.Seen tick = collector.of("INTERNAL").getFirst();
        assertThat(tick.status()).isEqualTo("ERROR");
        assertThat(tick.message()).isEqualTo("The function answered 404");
    }

    @Test
    void aTickWithoutAFunctionSaysSo() {
        ticks();
        Collector.Seen tick = collector.of("INTERNAL").getFirst();
        assertThat(tick.status()).isEqualTo("ERROR");
        assertThat(tick.attributes()).containsEntry("error.type", "no_function");
        assertThat(tick.message()).contains("default/hello does not exist");
    }
}
