package dev.dromedary.runtimes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** What the server tells of itself. */
class ObservationIT {

    @ForEachRuntime
    void healthIsOk(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        HttpResponse<String> answer = server.send(server.request("/healthz"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("OK");
    }

    @ForEachRuntime
    void metricsHaveKubelessNamesAndTheMethodAsLabel(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        double calls = server.metric("function_calls_total", "PUT");
        double seconds = server.metric("function_duration_seconds_sum", "PUT");
        server.send(server.request("/").header("event-type", "sleep").PUT(BodyPublishers.ofString("0.2")));
        assertThat(server.metric("function_calls_total", "PUT")).isEqualTo(calls + 1);
        assertThat(server.metric("function_duration_seconds_count", "PUT")).isEqualTo(calls + 1);
        assertThat(server.metric("function_duration_seconds_sum", "PUT")).isBetween(seconds + 0.19, seconds + 2);
        HttpResponse<String> metrics = server.send(server.request("/metrics"));
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(metrics.body())
                .contains("# TYPE function_calls_total counter\n")
                .contains("# TYPE function_failures_total counter\n")
                .contains("# TYPE function_duration_seconds histogram\n")
                .containsPattern("function_failures_total\\{method=\"PUT\"} \\d+\n")
                .containsPattern("function_duration_seconds_bucket\\{method=\"PUT\",le=\"0.25\"} \\d+\n")
                .containsPattern("function_duration_seconds_bucket\\{method=\"PUT\",le=\"\\+Inf\"} \\d+\n");
    }

    @ForEachRuntime
    void eachCallHasALineInTheCombinedFormat(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        server.send(server.request("/logged?x=1").header("Referer", "from"));
        String line = "\\S+ - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] "
                + "\"GET /logged\\?x=1 HTTP/1\\.1\" 200 11 \"from\" \"contract-test\"\n";
        await().untilAsserted(() -> assertThat(server.log()).containsPattern(line));
    }

    @ForEachRuntime
    void probesAreNotLogged(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        server.send(server.request("/healthz"));
        server.send(server.request("/metrics"));
        server.send(server.request("/after-the-probes"));
        await().untilAsserted(() -> assertThat(server.log()).contains("GET /after-the-probes "));
        assertThat(server.log()).doesNotContain("GET /healthz", "GET /metrics");
    }

    @ForEachRuntime
    void whatTheFunctionPrintsIsInTheLogWhenTheCallIsAnswered(LanguageRuntime runtime) {
        Server server = Server.shared(runtime);
        server.call("print");
        await().untilAsserted(() -> assertThat(server.log()).contains("printed by the function\n"));
    }
}
