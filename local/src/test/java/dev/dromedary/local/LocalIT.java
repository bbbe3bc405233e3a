package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of YAML, with the real runtimes' servers as processes. */
class LocalIT {

    private static final String PYTHON = "def run(event, context):\n    return 'one'";

    private Laptop laptop;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        laptop = new Laptop(folder);
    }

    @AfterEach
    void stop() {
        laptop.close();
    }

    @Test
    void aPythonAndANodeFunctionAnswerThroughTheirTriggers() {
        laptop.function("py", "python3.7", PYTHON, "''");
        laptop.function("js", "nodejs14", "exports.run = (event, context) => context['function-name'];", "''");
        laptop.awaitAnswer("py", "200 one");
        laptop.awaitAnswer("js", "200 run");
        assertThat(laptop.get("other")).startsWith("404");
    }

    @Test
    void cronEventsArrive() {
        laptop.function(
                "py", "python3.11", "def run(event, context):\n    print('type', event['event-namespace'])", "''");
        laptop.write(
                "cron.yaml",
                """
                apiVersion: kubeless.io/v1beta1
                kind: CronJobTrigger
                metadata: {name: tick}
                spec: {function-name: py, schedule: "@every 1s"}
                """);
        laptop.awaitPrinted("py | type cronjobtrigger.kubeless.io");
    }

    @Test
    void aSavedFileIsLiveAndNoCallFailsMeanwhile() throws InterruptedException {
        laptop.function("py", "python3.11", PYTHON, "''");
        laptop.awaitAnswer("py", "200 one");
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        AtomicBoolean go = new AtomicBoolean(true);
        Thread caller = Thread.ofVirtual().start(() -> {
            while (go.get()) {
                answers.add(laptop.get("py"));
            }
        });
        laptop.function("py", "python3.11", PYTHON.replace("one", "two"), "''");
        await().atMost(Laptop.SOON).until(() -> answers.contains("200 two"));
        await().during(Duration.ofMillis(500)).until(() -> true);
        go.set(false);
        caller.join();
        assertThat(answers).allMatch(answer -> List.of("200 one", "200 two").contains(answer));
    }

    @Test
    void anAnswerCanBeHadByThePrintedLine() {
        laptop.function("py", "python3.11", PYTHON, "''");
        laptop.awaitPrinted("ready      HTTPTrigger default/py  curl -H 'Host: it.example.com' http://127.0.0.1:");
        laptop.write(
                "any.yaml",
                """
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {name: any}
                spec: {function-name: py, path: any}
                """);
        laptop.awaitPrinted("ready      HTTPTrigger default/any  curl http://127.0.0.1:");
    }

    @Test
    void aCallThatIsUnderWayIsAnsweredByTheVersionThatGotIt() {
        String slow = "import time\ndef run(event, context):\n    time.sleep(4)\n    return 'slow'";
        laptop.function("py", "python3.11", slow, "''");
        laptop.awaitAnswer("py", "200 slow");
        CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> laptop.get("py"));
        await().until(() -> laptop.underWay("py") == 1);
        laptop.function("py", "python3.11", PYTHON, "''");
        laptop.awaitAnswer("py", "200 one");
        assertThat(call.join()).isEqualTo("200 slow");
    }

    @Test
    void aBrokenFileIsReportedAndTheRestGoesOn() {
        laptop.function("py", "python3.11", PYTHON, "''");
        laptop.function("other", "python3.11", PYTHON, "''");
        laptop.awaitAnswer("py", "200 one");
        laptop.function("py", "cobol1", PYTHON, "''");
        laptop.awaitPrinted("py.yaml:6: spec.runtime: 'cobol1' is not in the catalogue");
        laptop.write("py.yaml", "kind: [");
        laptop.awaitPrinted("py.yaml:1: this is not YAML");
        assertThat(laptop.get("py")).isEqualTo("200 one");
        laptop.awaitAnswer("other", "200 one");
    }

    @Test
    void sourceThatCannotBeLoadedIsReportedAndThePreviousGoesOn() {
        laptop.function("py", "python3.11", PYTHON, "''");
        laptop.awaitAnswer("py", "200 one");
        laptop.function("py", "python3.11", "def run(event:", "''");
        laptop.awaitPrinted("not ready  Function default/py: ended before it answered");
        assertThat(laptop.printed()).anyMatch(line -> line.contains("SyntaxError"));
        assertThat(laptop.get("py")).isEqualTo("200 one");
        laptop.function("py", "python3.11", PYTHON.replace("one", "three"), "''");
        laptop.awaitAnswer("py", "200 three");
    }

    @Test
    void aFunctionThatEndsIsStartedAgain() {
        laptop.function(
                "js",
                "nodejs14",
                "exports.run = () => { setTimeout(() => process.kill(process.ppid, 'SIGKILL'), 50); return 'bye'; };",
                "''");
        laptop.awaitAnswer("js", "200 bye");
        laptop.awaitPrinted("not ready  Function default/js: ended");
        laptop.awaitAnswer("js", "200 bye");
    }

    @Test
    void aFunctionThatIsRemovedIsGone() {
        laptop.function("py", "python3.11", PYTHON, "''");
        laptop.awaitAnswer("py", "200 one");
        laptop.write("py.yaml", "");
        laptop.awaitAnswer("py", "404 dromedary-router: No HTTPTrigger has host 'it.example.com' and this path");
        laptop.awaitPrinted("gone       Function default/py");
    }

    @Test
    void dependenciesAreInstalledForBothLanguages() {
        laptop.function(
                "py", "python3.11", "import six\ndef run(event, context):\n    return six.__name__", "six==1.17.0");
        laptop.function(
                "js",
                "nodejs14",
                "exports.run = () => String(require('is-number')(5));",
                "'{\"dependencies\": {\"is-number\": \"7.0.0\"}}'");
        laptop.awaitAnswer("py", "200 six");
        laptop.awaitAnswer("js", "200 true");
    }

    @Test
    void dependenciesThatAreNotThereAreNamed() {
        laptop.function("py", "python3.11", PYTHON, "no-such-package-as-this==1.0");
        laptop.awaitPrinted("not ready  Function default/py: install: ended with exit status 1");
        assertThat(laptop.printed()).anyMatch(line -> line.contains("no-such-package-as-this"));
    }
}
