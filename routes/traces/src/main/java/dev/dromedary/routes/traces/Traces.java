package dev.dromedary.routes.traces;

import dev.dromedary.routes.core.invoke.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces as the environment asks for them, by OpenTelemetry's own names: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code
 * OTEL_TRACES_SAMPLER} and so on.
 */
public final class Traces {

    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

    private static final String PREFIX = "OTEL_";
    private static final String PROTOCOL = "http/protobuf";
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");
    private static final List<String> PROTOCOLS =
            List.of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");

    private Traces() {}

    /**
     * What records by this environment; {@link Tracing#OFF} where it names no endpoint.
     *
     * @param instance this copy's own name, which stands with all that it records
     * @throws IllegalArgumentException if a setting is wrong
     */
    public static Tracing by(Map<String, String> environment, String instance) {
        boolean off =
                ENDPOINTS.stream().allMatch(name -> given(environment, name).isEmpty())
                        || given(environment, "OTEL_SDK_DISABLED")
                                .filter("true"::equalsIgnoreCase)
                                .isPresent()
                        || given(environment, "OTEL_TRACES_EXPORTER")
                                .filter("none"::equals)
                                .isPresent();
        if (off) {
            return Tracing.OFF;
        }
        for (String name : PROTOCOLS) {
            given(environment, name)
                    .filter(protocol -> !protocol.equals(PROTOCOL))
                    .ifPresent(protocol -> {
                        throw new IllegalArgumentException(
                                name + " is '" + protocol + "': the router hands traces over by " + PROTOCOL
                                        + " alone, which collectors take on port 4318");
                    });
        }
        try {
            return new Recorder(sdk(settings(environment), instance));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException("The settings of traces, OTEL_..., are wrong: " + e.getMessage(), e);
        }
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** As the library calls them. What a span may hold is limited: some of it is the sender's. */
    private static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "otel.service.name", "dromedary-router",
                "otel.exporter.otlp.protocol", PROTOCOL,
                "otel.span.attribute.value.length.limit", "1024"));
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        settings.put("otel.metrics.exporter", "none");
        settings.put("otel.logs.exporter", "none");
        return settings;
    }

    private static OpenTelemetrySdk sdk(Map<String, String> settings, String instance) {
        Attributes name = Attributes.of(AttributeKey.stringKey("service.instance.id"), instance);
        return AutoConfiguredOpenTelemetrySdk.builder()
                .setServiceClassLoader(Traces.class.getClassLoader())
                .disableShutdownHook()
                .addPropertiesCustomizer(known -> settings)
                .addResourceCustomizer((resource, known) ->
                        resource.toBuilder().putAll(name).putAll(resource).build())
                .addSpanExporterCustomizer((exporter, known) -> new Delivery(
                        exporter,
                        System::nanoTime,
                        (spans, because) -> LOG.warn(
                                "Traces could not be handed over spans={} because={}", spans, String.valueOf(because))))
                .build()
                .getOpenTelemetrySdk();
    }
}
