package dev.dromedary.routes.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Trace;
import dev.dromedary.routes.core.invoke.Tracing;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracesTest {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @Test
    void withoutAnEndpointNothingIsRecorded() {
        assertThat(Traces.by(Map.of(), "here")).isSameAs(Tracing.OFF);
        assertThat(Traces.by(Map.of(ENDPOINT, " "), "here")).isSameAs(Tracing.OFF);
        assertThat(Traces.by(Map.of(ENDPOINT, "http://a:4318", "OTEL_SDK_DISABLED", "true"), "here"))
                .isSameAs(Tracing.OFF);
        assertThat(Traces.by(Map.of(ENDPOINT, "http://a:4318", "OTEL_TRACES_EXPORTER", "none"), "here"))
                .isSameAs(Tracing.OFF);
    }

    @Test
    void wrongSettingsAreNamed() {
        refused(Map.of(ENDPOINT, "http://a:4317", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), "4318");
        refused(Map.of(ENDPOINT, "collector:4318"), "endpoint");
        refused(Map.of(ENDPOINT, "http://a:4318", "OTEL_TRACES_SAMPLER", "sometimes"), "sometimes");
        refused(Map.of(ENDPOINT, "http://a:4318", "OTEL_BSP_SCHEDULE_DELAY", "soon"), "otel.bsp.schedule.delay");
    }

    private static void refused(Map<String, String> environment, String because) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Traces.by(environment, "here"))
                .withMessageContaining("OTEL_")
                .withMessageContaining(because);
    }

    @Test
    void whatWasRecordedIsHandedOverAtTheEnd() throws Exception {
        try (Collector collector = new Collector()) {
            Map<String, String> environment = new HashMap<>(collector.environment());
            environment.put("OTEL_BSP_SCHEDULE_DELAY", "600000");
            environment.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=shop");
            Tracing tracing = Traces.by(environment, "router-1");
            request(tracing, "x".repeat(16_000)).over(204, false);
            assertThat(collector.spans()).isEmpty();
            tracing.close();
            assertThat(collector.spans()).singleElement().satisfies(span -> {
                assertThat(span.attributes().get("user_agent.original")).hasSize(1024);
                assertThat(span.status()).isEqualTo("UNSET");
            });
            assertThat(collector.about())
                    .containsEntry("service.name", "dromedary-router")
                    .containsEntry("service.instance.id", "router-1")
                    .containsEntry("deployment.environment.name", "shop");
        }
    }

    @Test
    void aShareOfTracesIsRecordedWhereItIsAskedFor() throws Exception {
        try (Collector collector = new Collector()) {
            Map<String, String> environment = new HashMap<>(collector.environment());
            environment.put("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
            environment.put("OTEL_TRACES_SAMPLER_ARG", "0.25");
            environment.put("OTEL_BSP_MAX_QUEUE_SIZE", "10000");
            Tracing tracing = Traces.by(environment, "here");
            for (int i = 0; i < 2000; i++) {
                request(tracing, "test").over(200, false);
            }
            tracing.close();
            assertThat(collector.spans().size()).isBetween(400, 600);
        }
    }

    @Test
    void aCollectorThatIsAwayKeepsNobodyFromEnding() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        Tracing tracing = Traces.by(Map.of(ENDPOINT, "http://127.0.0.1:" + nobody), "here");
        for (int i = 0; i < 10_000; i++) {
            request(tracing, "test").over(200, false);
        }
        long begun = System.nanoTime();
        tracing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }

    private static Trace request(Tracing tracing, String agent) {
        HttpHeaders headers = new DefaultHttpHeaders().set("User-Agent", agent);
        Trace trace = tracing.request(
                new Tracing.Arrival(headers, "GET", "1.1", "http", "a.example", "/hello", "127.0.0.1", "one"));
        trace.goes(new Key("default", "t"), new Key("default", "hello"), "/hello");
        return trace;
    }
}
