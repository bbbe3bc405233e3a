package dev.dromedary.routes.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A connection that many triggers use. */
class SharedConnectionIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 200;

    @Test
    void itHoldsHoweverManyFlushAtOnce() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.open());
                Connections.Held held = hold(nats);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Connection connection = opened(held);
            List<Callable<Boolean>> flushes = IntStream.range(0, MANY)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        connection.flush(SOON);
                        return true;
                    })
                    .toList();
            for (Future<Boolean> flushed : threads.invokeAll(flushes)) {
                assertThat(flushed.get()).isTrue();
            }
            assertThat(connection.getStatistics().getReconnects()).isZero();
            assertThat(held.line()).isEqualTo(new Line.Open());
        }
    }

    @Test
    void aServerThatAnswersNoMoreIsSaidToBeAwayAndIsReachedAgain() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.open());
                Connections.Held held = hold(nats)) {
            opened(held);
            nats.freeze();
            await().atMost(SOON).until(() -> held.line() instanceof Line.Unreachable);
            nats.thaw();
            await().atMost(SOON).until(() -> held.line().equals(new Line.Open()));
        }
    }

    private static Connections.Held hold(RealNats nats) {
        Connections connections = new Connections(new Connections.Environment(
                Installation.of(Map.of("NATS_URL", nats.url())), new MemorySecrets(), Egress.ANYWHERE));
        return connections.hold(connections.installation().of("default"), () -> {});
    }

    private static Connection opened(Connections.Held held) {
        await().atMost(SOON).until(() -> held.line().equals(new Line.Open()));
        return held.connection().orElseThrow();
    }
}
