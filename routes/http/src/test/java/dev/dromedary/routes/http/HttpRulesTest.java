package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an HTTPTrigger can say of its requests, seen from outside. */
class HttpRulesTest {

    private final HttpBench door;

    HttpRulesTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                door.request("a.example", path).method(method, HttpRequest.BodyPublishers.ofString(body));
        return door.client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    @Test
    void otherMethodsAreRefusedAndTheRightOnesNamed() throws Exception {
        door.ruled("methods: [GET, PUT]");
        assertThat(door.get("a.example", "/x").statusCode()).isEqualTo(418);
        HttpResponse<String> refused = send("POST", "/x", "");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("allow")).contains("GET, PUT");
    }

    @Test
    void anExactPathIsNoOther() throws Exception {
        door.ruled("path: /hello/x, pathType: Exact");
        assertThat(door.get("a.example", "/hello/x?q=1").statusCode()).isEqualTo(418);
        assertThat(door.get("a.example", "/hello/x/").statusCode()).isEqualTo(404);
        assertThat(door.get("a.example", "/hello/x/y").statusCode()).isEqualTo(404);
    }

    @Test
    void theFunctionSeesTheRewrittenPathAndTheQuery() throws Exception {
        door.ruled("path: /api, rewrite: {replacePrefixMatch: /v2/}");
        door.get("a.example", "/api/users?id=1");
        door.get("a.example", "/api");
        door.ruled("path: /api, rewrite: {replaceFullPath: /}");
        door.get("a.example", "/api/users?id=1");
        assertThat(door.seen).extracting(seen -> seen.get("uri")).containsExactly("/v2/users?id=1", "/v2/", "/?id=1");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWhetherItSaysSoOrNot() throws Exception {
        door.ruled("limits: {body: 1Ki}");
        assertThat(send("POST", "/hello/echo", "x".repeat(1024)).statusCode()).isEqualTo(200);
        assertThat(send("POST", "/hello/echo", "x".repeat(1025)).statusCode()).isEqualTo(413);
        try (RawClient client = new RawClient(door.listener.port())) {
            client.say("POST /hello/echo HTTP/1.1\nHost: a.example\nTransfer-Encoding: chunked\n\n");
            for (int i = 0; i < 3; i++) {
                client.say("200\n" + "x".repeat(512) + "\n");
            }
            assertThat(client.hear().status()).isEqualTo(413);
        }
    }

    @Test
    void moreThanTheRateIsRefusedWithTheTimeToWait() throws Exception {
        door.ruled("limits: {rate: {requests: 2, period: 1m}}");
        assertThat(door.get("a.example", "/x").statusCode()).isEqualTo(418);
        assertThat(door.get("a.example", "/x").statusCode()).isEqualTo(418);
        HttpResponse<String> refused = door.get("a.example", "/x");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 30);
    }

    @Test
    void moreAtATimeThanAllowedIsRefusedAtOnce() throws Exception {
        door.ruled("limits: {concurrency: 1}");
        var slow =
                door.client.sendAsync(door.request("a.example", "/hello/slow").build(), BodyHandlers.ofString());
        org.awaitility.Awaitility.await().until(() -> !door.seen.isEmpty());
        assertThat(door.get("a.example", "/x").statusCode()).isEqualTo(503);
        door.go.complete();
        assertThat(slow.join().body()).isEqualTo("slow");
        assertThat(door.get("a.example", "/x").statusCode()).isEqualTo(418);
    }

    @Test
    void headersAreTakenOffSetAndAdded() throws Exception {
        door.ruled(
                "requestHeaders: {set: {Cookie: none}}, responseHeaders: {remove: [Set-Cookie], set: {X-Two: '3'}, add: {X-New: n}}");
        HttpResponse<String> answer = door.get("a.example", "/x");
        assertThat(answer.headers().allValues("x-two")).containsExactly("3");
        assertThat(answer.headers().firstValue("x-new")).contains("n");
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void browsersAreToldWhatPagesMayDo() throws Exception {
        door.ruled(
                "cors-enable: true, cors: {allowOrigins: [\"https://*.example.com\"], allowCredentials: true, exposeHeaders: [X-Two]}");
        HttpResponse<String> question =
                send("OPTIONS", "/x", "", "Origin", "https://shop.example.com", "Access-Control-Request-Method", "PUT");
        assertThat(question.statusCode()).isEqualTo(204);
        assertThat(question.headers().firstValue("access-control-allow-origin")).contains("https://shop.example.com");
        assertThat(question.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(question.headers().firstValue("vary")).contains("origin");
        HttpResponse<String> other = door.get("a.example", "/x", "Origin", "https://example.com.evil.org");
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
        HttpResponse<String> good = door.get("a.example", "/x", "Origin", "https://a.example.com");
        assertThat(good.headers().firstValue("access-control-expose-headers")).contains("X-Two");
    }

    @Test
    void aCanaryGetsItsPart() throws Exception {
        door.bench.function(new dev.dromedary.crd.Key("default", "next"), request -> request.response()
                .end("next"));
        door.ruled("canary: [{function-name: next, percent: 50}]");
        int next = 0;
        for (int i = 0; i < 200; i++) {
            next += door.get("a.example", "/x").body().equals("next") ? 1 : 0;
        }
        assertThat(next).isBetween(60, 140);
    }

    @Test
    void aShadowGetsACopyAndNobodyWaitsForIt() throws Exception {
        java.util.List<String> copied = new java.util.concurrent.CopyOnWriteArrayList<>();
        door.bench.function(new dev.dromedary.crd.Key("default", "next"), request -> request.body()
                .onSuccess(body -> copied.add(request.uri() + " " + body)));
        door.ruled("shadow: {function-name: next, percent: 100}");
        assertThat(send("POST", "/hello/echo?q=1", "abc").body()).isEqualTo("abc");
        assertThat(door.get("a.example", "/x").statusCode()).isEqualTo(418);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(copied).containsExactlyInAnyOrder("/hello/echo?q=1 abc", "/x "));
    }
}
