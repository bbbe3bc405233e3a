package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.runtimes.contract.Containers.Box;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** What only a container can show. */
@Tag("image")
class ImageIT {

    private static final long MEMORY = 256L << 20;
    private static final Containers CONTAINERS = new Containers();

    @ForEachRuntime
    void thePortIsSettable(LanguageRuntime runtime) {
        // Empty: the default.
        for (String port : List.of("9191", "")) {
            try (Server server = Server.start(runtime, Map.of("FUNC_PORT", port))) {
                assertThat(server.call("hello").body()).isEqualTo("hello world");
            }
        }
    }

    @ForEachRuntime
    void itRunsAsUser1000AndMayWriteInItsVolumesOnly(LanguageRuntime runtime) {
        HttpResponse<String> answer = Server.shared(runtime).call("write");
        assertThat(answer.body().replace(" ", ""))
                .isEqualTo("{\"user\":1000,\"group\":1000,\"writable\":[\"/tmp\",\"/kubeless\"]}");
    }

    @ForEachRuntime
    void itNeedsNoNetworkToStart(LanguageRuntime runtime) {
        try (Box box =
                serve(runtime, container -> container.withNetworkMode("none").withExposedPorts())) {
            String call = "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
            await().atMost(Duration.ofSeconds(30)).until(() -> said(box, call).endsWith("hello world"));
        }
    }

    @ForEachRuntime
    void aFunctionThatTakesAllMemoryEndsAloneAndIsSeen(LanguageRuntime runtime) {
        try (Box box = serve(runtime, ImageIT::small)) {
            Server server = new Server(box).ready();
            CompletableFuture<HttpResponse<String>> leak = CompletableFuture.supplyAsync(() -> server.call("leak"));
            await().atMost(Duration.ofSeconds(30)).until(leak::isDone);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> box.isRunning()
                            ? server.call("hello").body().equals("hello world")
                            : box.exitStatus() != 0);
            assertThat(server.log()).containsPattern("worker \\d+ ended");
        }
    }

    private static Box serve(LanguageRuntime runtime, UnaryOperator<GenericContainer<?>> change) {
        Pod pod = Steps.contract(runtime);
        return CONTAINERS.serve(runtime, pod, Steps.environment(runtime, pod, Map.of("FUNC_TIMEOUT", "25")), change);
    }

    private static GenericContainer<?> small(GenericContainer<?> container) {
        return container.withCreateContainerCmdModifier(
                command -> command.getHostConfig().withMemory(MEMORY).withMemorySwap(MEMORY));
    }

    private static String said(Box box, String line) throws IOException, InterruptedException {
        ExecResult result = box.container().execInContainer("bash", "-c", line);
        return result.getStdout();
    }
}
