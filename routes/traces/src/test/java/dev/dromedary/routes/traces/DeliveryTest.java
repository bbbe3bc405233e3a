package dev.dromedary.routes.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final List<Long> said = new ArrayList<>();
    private boolean away = true;
    private final Delivery delivery = new Delivery(new Answering(), clock::get, (spans, because) -> said.add(spans));

    @Test
    void lossesAreSaidOnceAMinuteAndCounted() {
        lose(3);
        lose(4);
        lose(5);
        assertThat(said).containsExactly(3L);
        clock.addAndGet(Duration.ofSeconds(61).toNanos());
        lose(6);
        assertThat(said).containsExactly(3L, 15L);
    }

    @Test
    void nothingIsSaidWhereNothingIsLost() {
        away = false;
        lose(3);
        assertThat(said).isEmpty();
    }

    private void lose(int count) {
        var unused = delivery.export(Arrays.asList(new SpanData[count]));
    }

    private final class Answering implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return away ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
