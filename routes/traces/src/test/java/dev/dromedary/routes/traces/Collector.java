package dev.dromedary.routes.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dromedary.routes.core.invoke.Tracing;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/** A collector of traces, as OTLP has it by HTTP. */
public final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final Map<String, String> about = new TreeMap<>();

    /**
     * A span that came.
     *
     * @param parent empty: it has none
     * @param attributes and the names of events, each with its own attributes
     */
    public record Seen(
            String trace,
            String id,
            String parent,
            String name,
            String kind,
            Map<String, String> attributes,
            Map<String, Map<String, String>> events,
            String status,
            String message) {

        /** What a function is told that this is the parent of. */
        public String traceparent() {
            return "00-" + trace + "-" + id + "-01";
        }
    }

    /** One that listens. */
    public Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** What records to it, at once. */
    public Tracing tracing() {
        return Traces.by(environment(), "here");
    }

    /** That of a router that records to it. */
    public Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "20");
    }

    private void take(HttpExchange exchange) throws IOException {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
        request.getResourceSpansList().forEach(resource -> {
            about.putAll(map(resource.getResource().getAttributesList()));
            resource.getScopeSpansList().forEach(scope -> scope.getSpansList().forEach(span -> spans.add(seen(span))));
        });
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Seen seen(Span span) {
        Map<String, Map<String, String>> events = new TreeMap<>();
        span.getEventsList().forEach(event -> events.put(event.getName(), map(event.getAttributesList())));
        return new Seen(
                hex(span.getTraceId().toByteArray()),
                hex(span.getSpanId().toByteArray()),
                hex(span.getParentSpanId().toByteArray()),
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", ""),
                map(span.getAttributesList()),
                events,
                span.getStatus().getCode().name().replace("STATUS_CODE_", ""),
                span.getStatus().getMessage());
    }

    private static Map<String, String> map(List<KeyValue> attributes) {
        Map<String, String> map = new TreeMap<>();
        attributes.forEach(attribute -> map.put(attribute.getKey(), text(attribute.getValue())));
        return map;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            default -> value.getStringValue();
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** What is said of who records. */
    public Map<String, String> about() {
        return about;
    }

    /** All that came. */
    public List<Seen> spans() {
        return spans;
    }

    /** All that came, once there are so many. */
    public List<Seen> spans(int count) {
        Awaitility.await().untilAsserted(() -> assertThat(spans).hasSize(count));
        return List.copyOf(spans);
    }

    /** The only one of this kind, once it has come. */
    public Seen only(String kind) {
        Awaitility.await().untilAsserted(() -> assertThat(of(kind)).hasSize(1));
        return of(kind).getFirst();
    }

    /** Those of this kind that came, in the order in which they ended. */
    public List<Seen> of(String kind) {
        return spans.stream().filter(span -> span.kind().equals(kind)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
