package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.kube.RealApiServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many triggers that are due at one moment; {@code -Dcron.crowd=10000} for as many as goals name. */
class CronCrowdIT {

    private static final Logger LOG = LoggerFactory.getLogger(CronCrowdIT.class);
    private static final int CROWD = Integer.getInteger("cron.crowd", 500);
    private static final int WRITERS = 8;

    @Test
    void allFireOnOneTick() throws Exception {
        try (CronLab lab = new CronLab(RealApiServer.shared())) {
            Duration slack = Duration.ofSeconds(15).plusMillis(CROWD * 8L);
            Instant tick = Instant.ofEpochSecond(Instant.now().plus(slack).getEpochSecond() / 60 * 60 + 60);
            var time = tick.atOffset(ZoneOffset.UTC);
            String schedule = "%d %d %d %d *"
                    .formatted(time.getMinute(), time.getHour(), time.getDayOfMonth(), time.getMonthValue());
            make(lab, schedule);
            CronCopy copy = lab.copy();
            await().atMost(slack).until(copy::caughtUp);
            LOG.info("{} triggers are served, {} before they are due", CROWD, Duration.between(Instant.now(), tick));
            assertThat(Instant.now()).isBefore(tick);
            await().atMost(slack.plusSeconds(90)).until(() -> lab.calls().size() >= CROWD);
            List<Long> late = lab.calls().stream()
                    .map(call -> call.at() - tick.toEpochMilli())
                    .sorted()
                    .toList();
            LOG.info(
                    "{} triggers on one tick: first after {} ms, half after {} ms, all after {} ms",
                    CROWD,
                    late.getFirst(),
                    late.get(late.size() / 2),
                    late.getLast());
            assertThat(lab.ids()).hasSize(CROWD).doesNotHaveDuplicates();
            assertThat(late.getFirst()).isNotNegative();
            assertThat(late.getLast()).isLessThan(20_000);
        }
    }

    private static void make(CronLab lab, String schedule) {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int i = 0; i < CROWD; i++) {
                String name = "tick-" + i;
                writers.execute(() -> lab.trigger(name, schedule));
            }
        }
    }
}
