package dev.dromedary.routes.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;

/** Hands spans on, and says once a minute at most that they are lost. */
final class Delivery implements SpanExporter {

    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final SpanExporter to;
    private final LongSupplier nanos;
    private final Losses losses;
    private long lost;
    private boolean said;
    private long saidAt;

    /** Who is told of spans that were lost. */
    @FunctionalInterface
    interface Losses {

        /**
         * So many since it was told last.
         *
         * @param because may be {@code null}
         */
        void told(long spans, Throwable because);
    }

    /**
     * Hands them to this exporter.
     *
     * @param nanos the monotonic clock
     */
    Delivery(SpanExporter to, LongSupplier nanos, Losses losses) {
        this.to = to;
        this.nanos = nanos;
        this.losses = losses;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = to.export(spans);
        return result.whenComplete(() -> {
            if (!result.isSuccess()) {
                lose(count, result.getFailureThrowable());
            }
        });
    }

    private synchronized void lose(int count, Throwable because) {
        lost += count;
        long now = nanos.getAsLong();
        if (!said || now - saidAt >= SILENCE) {
            losses.told(lost, because);
            said = true;
            saidAt = now;
            lost = 0;
        }
    }

    @Override
    public CompletableResultCode flush() {
        return to.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return to.shutdown();
    }
}
