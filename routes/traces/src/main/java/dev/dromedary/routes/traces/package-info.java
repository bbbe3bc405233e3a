/** What {@code Tracing} and {@code Trace} of routes/core are where somebody looks: spans of OpenTelemetry, handed over by OTLP. */
package dev.dromedary.routes.traces;
