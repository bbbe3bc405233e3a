package dev.dromedary.routes.kinesis.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kinesis.RealKinesis.Emulator;
import dev.dromedary.routes.kinesis.lease.MemorySheets;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An emulator that gives errors as AWS does, and what a consumer leaves behind. */
class FaultsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Ground GROUND = new Ground(Emulator.KINESALITE);
    private static final Between BETWEEN = new Between(GROUND.kinesis().address());

    @AfterAll
    static void leave() {
        BETWEEN.close();
        GROUND.close();
    }

    private static Source source(String stream) {
        return Copy.source(BETWEEN.address(), stream, new StartPosition.Earliest());
    }

    private static void awaitSeen(Copy copy, int to) {
        await().atMost(SOON).until(() -> copy.seen().size() >= to);
        assertThat(copy.bodies())
                .containsExactlyElementsOf(
                        IntStream.range(0, to).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ExpiredIteratorException",
                "ProvisionedThroughputExceededException",
                "LimitExceededException",
                "InternalFailure"
            })
    void afterAnErrorReadingGoesOnWhereItWas(String error) throws Exception {
        String stream = GROUND.stream(1);
        GROUND.send(stream, 0, 5, 1);
        try (Copy copy = new Copy("a", new MemorySheets()).read(source(stream))) {
            awaitSeen(copy, 5);
            BETWEEN.fail(error, 3);
            GROUND.send(stream, 5, 10, 1);
            await().atMost(SOON).until(() -> BETWEEN.left() == 0);
            awaitSeen(copy, 10);
            await().atMost(SOON).until(() -> copy.situation() instanceof Situation.Reading);
        }
    }

    @Test
    void whoIsAskedForLessAsksLess() throws Exception {
        String stream = GROUND.stream(1);
        try (Copy copy = new Copy("a", new MemorySheets()).read(source(stream))) {
            await().atMost(SOON).until(() -> copy.shards() == 1);
            BETWEEN.fail("ProvisionedThroughputExceededException", Integer.MAX_VALUE);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            int before = BETWEEN.asked();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            // Pauses of half a second to one, by then; 60 at the usual pace.
            assertThat(BETWEEN.asked() - before).isBetween(1, 8);
            assertThat(copy.situation()).as("slow is not broken").isInstanceOf(Situation.Reading.class);
            BETWEEN.fail("", 0);
            GROUND.send(stream, 0, 3, 1);
            awaitSeen(copy, 3);
        }
    }

    @Test
    void noRightsAreSaidAndReadingGoesOnOnceThereAreSome() throws Exception {
        String stream = GROUND.stream(1);
        try (Copy copy = new Copy("a", new MemorySheets()).read(source(stream))) {
            await().atMost(SOON).until(() -> copy.shards() == 1);
            BETWEEN.fail("AccessDeniedException", Integer.MAX_VALUE);
            await().atMost(SOON).until(() -> copy.situation() instanceof Situation.Refused);
            BETWEEN.fail("", 0);
            GROUND.send(stream, 0, 3, 1);
            awaitSeen(copy, 3);
            await().atMost(SOON).until(() -> copy.situation() instanceof Situation.Reading);
        }
    }

    @Test
    void nothingIsLeftOfWhatWasClosed() throws Exception {
        String stream = GROUND.stream(1);
        try (Copy copy = new Copy("a", new MemorySheets()).read(source(stream))) {
            for (int round = 0; round < 20; round++) {
                await().atMost(SOON).until(() -> copy.shards() == 1);
                copy.stop();
                copy.startAgain();
            }
            await().atMost(SOON).until(() -> copy.shards() == 1);
            copy.stop();
            int asked = BETWEEN.asked();
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(BETWEEN.asked()).as("nobody reads on").isEqualTo(asked);
            assertThat(awsThreads()).isEmpty();
        }
    }

    private static Set<String> awsThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("sdk-") || name.startsWith("kinesis"))
                .collect(Collectors.toSet());
    }
}
