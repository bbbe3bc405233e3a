package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a run that was killed left behind goes with the next one. */
class ProcessesTest {

    @Test
    void whatBelongsToNoRunIsKilledAndNothingElse() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Process left = sleeping(ended.pid());
        Process ours = sleeping(ProcessHandle.current().pid());
        try {
            new Processes();
            await().until(() -> !left.isAlive());
            assertThat(ours.isAlive()).isTrue();
        } finally {
            left.destroyForcibly();
            ours.destroyForcibly();
        }
    }

    private static Process sleeping(long owner) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "300");
        builder.environment().put(Processes.OWNER, String.valueOf(owner));
        return builder.start();
    }
}
