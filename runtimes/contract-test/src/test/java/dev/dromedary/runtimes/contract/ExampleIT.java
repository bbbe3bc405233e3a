package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;

/** The examples that every language has do what they are there to show. */
class ExampleIT {

    @ForEachRuntime
    void hello(LanguageRuntime runtime) {
        example(runtime, "helloget", "foo", server -> assertThat(server.call("").body())
                .isEqualTo("hello world"));
    }

    @ForEachRuntime
    void helloWithData(LanguageRuntime runtime) {
        example(runtime, "hellowithdata", "handler", server -> assertThat(
                        server.call("", "hello you").body())
                .isEqualTo("hello you"));
    }

    @ForEachRuntime
    void aTimeOut(LanguageRuntime runtime) {
        example(runtime, "sleepy", "handler", server -> {
            assertThat(server.call("", "0.1").body()).isEqualTo("slept");
            assertThat(server.call("", "20").statusCode()).isEqualTo(408);
        });
    }

    @ForEachRuntime
    void largeJson(LanguageRuntime runtime) {
        String items = String.join(",", Collections.nCopies(50_000, "{\"name\":\"x\"}"));
        example(runtime, "largejson", "handler", server -> assertThat(server.send(server.request("/")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"items\":[" + items + "]}")))
                        .body()
                        .replace(" ", ""))
                .isEqualTo("{\"count\":50000}"));
    }

    @ForEachRuntime
    void aStream(LanguageRuntime runtime) {
        example(runtime, "stream", "handler", server -> assertThat(
                        server.call("").body())
                .isEqualTo("piece 0\npiece 1\npiece 2\n"));
    }

    @ForEachRuntime
    void logging(LanguageRuntime runtime) {
        example(runtime, "logging", "handler", server -> {
            assertThat(server.call("", "this").body()).isEqualTo("logged");
            await().untilAsserted(() -> assertThat(server.log()).contains("called with this\n"));
        });
    }

    private static void example(LanguageRuntime runtime, String module, String handler, Consumer<Server> test) {
        Pod pod = Pod.create().with(module + runtime.suffix(), runtime.source("examples/" + module));
        Map<String, String> env = Map.of("MOD_NAME", module, "FUNC_HANDLER", handler);
        try (Server server = Server.start(runtime, Steps.taken(runtime, pod, env), env)) {
            test.accept(server);
        }
    }
}
