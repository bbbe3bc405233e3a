package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyQueueTest {

    private static final Key A = new Key("ns", "a");
    private static final Key B = new Key("ns", "b");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final KeyQueue queue = new KeyQueue(timer, new Backoff(Duration.ofMillis(2), Duration.ofMillis(20)));

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aKeyStandsInItOnce() throws InterruptedException {
        queue.offer(A);
        queue.offer(A);
        queue.offer(B);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.take()).contains(A);
        assertThat(queue.take()).contains(B);
    }

    @Test
    void aKeyOfferedWhileItIsWorkedOnComesAgainAfterwards() throws InterruptedException {
        queue.offer(A);
        assertThat(queue.take()).contains(A);
        queue.offer(A);
        assertThat(queue.size()).as("not with two workers at a time").isZero();
        queue.done(A);
        assertThat(queue.take()).contains(A);
    }

    @Test
    void aFailedKeyComesAgainByItself() throws InterruptedException {
        queue.offer(A);
        assertThat(queue.take()).contains(A);
        queue.failed(A);
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> queue.size() == 1);
    }

    @Test
    void whatChangedGoesBeforeWhatFailedWhichComesAllTheSame() throws InterruptedException {
        fail(A);
        fail(B);
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> queue.size() == 2);
        for (int i = 0; i < 8; i++) {
            queue.offer(new Key("ns", "changed" + i));
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(queue.take().orElseThrow().name());
        }
        assertThat(taken.subList(0, 3)).allMatch(name -> name.startsWith("changed"));
        assertThat(taken).endsWith("changed6", "changed7").doesNotHaveDuplicates();
        assertThat(taken.subList(0, 8)).contains("a", "b");
    }

    @Test
    void aFailedKeyThatChangesIsInItOnce() throws InterruptedException {
        fail(A);
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> queue.size() == 1);
        queue.offer(A);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.take()).contains(A);
    }

    @Test
    void whatWasThereGoesAfterWhatChangedAndIsInItOnce() throws InterruptedException {
        queue.offerPatient(A);
        queue.offerPatient(B);
        queue.offerPatient(B);
        queue.offer(new Key("ns", "new"));
        queue.offer(B);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.take()).contains(new Key("ns", "new"));
        assertThat(queue.take()).contains(B);
        queue.offerPatient(B);
        assertThat(queue.take()).contains(A);
        queue.done(B);
        assertThat(queue.take()).as("offered while it was worked on").contains(B);
    }

    private void fail(Key key) throws InterruptedException {
        queue.offer(key);
        assertThat(queue.take()).contains(key);
        queue.failed(key);
    }

    @Test
    void waitsGrowWithFailuresUpToTheCapAndStartAnewAfterSuccess() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(60));
        Random random = new Random(1);
        assertThat(backoff.after(1, random)).isBetween(Duration.ofMillis(25), Duration.ofMillis(50));
        assertThat(backoff.after(4, random)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(backoff.after(1000, random)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));

        queue.offer(A);
        for (int i = 0; i < 8; i++) {
            queue.take();
            queue.failed(A);
        }
        queue.take();
        queue.done(A);
        queue.offer(A);
        queue.take();
        assertThat(queue.failed(A)).isLessThanOrEqualTo(Duration.ofMillis(2));
    }

    @Test
    void closingLetsWaitersGo() throws InterruptedException {
        queue.close();
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void whatIsStuckIsTriedOnceAMinuteAtMost() {
        Random random = new Random(2);
        for (int failures = 13; failures < 100; failures++) {
            assertThat(Backoff.DEFAULT.after(failures, random)).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }
}
