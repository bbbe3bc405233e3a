package dev.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.ledger.check.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Dead letters are replayed while the router is killed: none is left out, few come twice, and the figures are true. */
class ReplayKillIT {

    private static final int LETTERS = 2_000;
    private static final int RATE = 200;
    private static final int KILLS = 2;
    private static final String COPY = "a";

    /** Brokers wait half a minute for a member that was killed. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What was taken since the last commit, a second or two before, comes again. */
    private static final int AGAIN = KILLS * RATE * 3;

    private final Path folder = folder();
    private final AtomicReference<Answer> answer = new AtomicReference<>(Answer.REFUSED);

    @Test
    void noLetterIsLeftOut() {
        try (RealKafka kafka = RealKafka.start();
                FunctionServer function =
                        new FunctionServer(folder.resolve("delivered"), (content, call) -> answer.get());
                ShippedRouter router = new ShippedRouter(
                        kafka.address(), function, "{attempts: 1, deadLetter: {kafka: {topic: letters}}}");
                Copies copies = new Copies(router, folder, (kind, copy) -> {})) {
            Trial.makeTopics(kafka);
            router.train(folder.resolve("training.log"));
            copies.start(COPY);
            makeLetters(kafka, router);
            int before = function.calls();
            answer.set(Answer.TAKEN);
            router.replay("one", RATE);
            killSometimes(copies, function);
            assertDone(router, function);
            int again = function.calls() - before - LETTERS;
            System.out.printf("ledger: a replay of %d over %d kills: %d came again%n", LETTERS, KILLS, again);
            assertThat(again).isLessThanOrEqualTo(AGAIN);
        }
    }

    private static void killSometimes(Copies copies, FunctionServer function) {
        for (int kill = 1; kill <= KILLS; kill++) {
            int part = kill * LETTERS / (KILLS + 1);
            await().atMost(PATIENCE).until(() -> function.taken() >= part);
            copies.kill(COPY);
            copies.start(COPY);
        }
    }

    private static void assertDone(ShippedRouter router, FunctionServer function) {
        await().atMost(PATIENCE).until(() -> router.replayed()
                .map(replay -> replay.finishedAt() != null)
                .orElse(false));
        assertThat(function.taken()).isEqualTo(LETTERS);
        assertThat(router.replayed().orElseThrow()).satisfies(replay -> {
            assertThat(replay.asked()).isEqualTo(LETTERS);
            assertThat(replay.done()).isEqualTo(LETTERS);
            assertThat(replay.failed()).isZero();
        });
    }

    /** What the function refuses becomes a letter at once. */
    private void makeLetters(RealKafka kafka, ShippedRouter router) {
        try (Producer producer = new Producer(kafka.address(), folder.resolve("sent"), 1);
                LetterReader letters = new LetterReader(kafka.address(), router.letters(), folder.resolve("letters"))) {
            producer.allow(LETTERS);
            producer.start(LETTERS);
            await().atMost(PATIENCE).until(() -> letters.letters().size() == LETTERS);
        }
    }

    private static Path folder() {
        try {
            return Files.createDirectories(Path.of("target", "ledger", "replay"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
