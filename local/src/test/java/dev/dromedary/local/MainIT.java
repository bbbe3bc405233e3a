package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: however it ends, none of its processes outlives it. */
class MainIT {

    private static final String VARIABLE = "DROMEDARY_TEST";

    private final String mark = UUID.randomUUID().toString();

    @Test
    void onSigtermEveryProcessEnds(@TempDir Path folder) throws Exception {
        Process program = start(folder);
        program.destroy();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(marked()).isEmpty();
    }

    @Test
    void afterSigkillTheFunctionsEndByThemselves(@TempDir Path folder) throws Exception {
        Process program = start(folder);
        program.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(marked()).isEmpty());
    }

    @Test
    void wrongWordsAreExplained() throws Exception {
        Process program =
                new ProcessBuilder(java("--oops")).redirectErrorStream(true).start();
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isEqualTo(2);
        assertThat(printed).contains("'--oops' is not understood").contains("Usage: local/run");
    }

    /** With a function that answers. */
    private Process start(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("py.yaml"),
                """
                apiVersion: kubeless.io/v1beta1
                kind: Function
                metadata: {name: py}
                spec:
                  handler: it.run
                  runtime: python3.11
                  function: "def run(event, context): return 'one'"
                """);
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        java("--port", "0", "--runtimes", System.getProperty("runtimes"), folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put(VARIABLE, mark);
        Process program = builder.start();
        await().atMost(Laptop.SOON)
                .untilAsserted(() -> assertThat(Files.readString(log)).contains("ready      Function default/py"));
        assertThat(marked()).hasSizeGreaterThan(2);
        return program;
    }

    private static List<String> java(String... words) {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.dromedary.local.Main"));
        command.addAll(List.of(words));
        return command;
    }

    /** The processes that carry our mark, as every child of a marked process does. */
    private List<ProcessHandle> marked() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", String.valueOf(process.pid()), "environ"), StandardCharsets.ISO_8859_1)
                    .contains(VARIABLE + "=" + mark);
        } catch (IOException e) {
            return false;
        }
    }
}
