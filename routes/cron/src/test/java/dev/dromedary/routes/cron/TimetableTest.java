package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimetableTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> called = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void whoeverIsDueAtOneMomentIsCalledPageByPage() {
        Timetable timetable = new Timetable(Clock.systemUTC(), timer);
        Instant moment = Clock.systemUTC().instant().plusMillis(500);
        timetable.put(() -> called.add("later"), moment.plusMillis(100), 0);
        timetable.put(() -> called.add("second"), moment, 1);
        timetable.put(() -> called.add("first"), moment, 0);
        timetable.put(() -> called.add("third"), moment, 1);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> called.size() == 4);
        assertThat(called).containsExactly("first", "second", "third", "later");
    }
}
