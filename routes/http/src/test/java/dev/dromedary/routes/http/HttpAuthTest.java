package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may call, through the real listener and route. */
class HttpAuthTest {

    private static final String KEY = "correct-horse-battery-staple";
    /** {@code htpasswd -nbB ann secret} */
    private static final String HTPASSWD = "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=";

    private final HttpBench door;

    HttpAuthTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private void secret(String name, String entry, String value) {
        door.secrets.put(new Key("default", name), Map.of(entry, value.getBytes(StandardCharsets.UTF_8)));
    }

    private RawClient client() throws IOException {
        return new RawClient(door.listener.port());
    }

    private String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPasswordLetsInAndTheFunctionKnowsWhose() throws Exception {
        secret("passwords", "auth", HTPASSWD);
        door.ruled("basic-auth-secret: passwords");
        var without = door.get("a.example", "/hello");
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
        assertThat(door.get("a.example", "/hello", "Authorization", basic("ann:wrong"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(door.seen).isEmpty();
        assertThat(door.get(
                                "a.example",
                                "/hello",
                                "Authorization",
                                basic("ann:secret"),
                                "X-Auth-User",
                                "root",
                                "x_auth_user",
                                "root")
                        .statusCode())
                .isEqualTo(418);
        assertThat(door.seen).extracting(seen -> seen.get("user")).containsExactly("[ann]");
        door.awaitReason("ruled", "CallersChecked");
    }

    @Test
    void whereTheSecretIsMissingNobodyIsLetInAndTheStatusSaysWhy() throws Exception {
        door.ruled("auth: {apiKeys: {secret: callers}}");
        assertThat(door.get("a.example", "/hello", "X-API-Key", KEY).statusCode())
                .isEqualTo(503);
        await().untilAsserted(() -> assertThat(door.bench
                        .status(Kind.HTTP_TRIGGER, new Key("default", "ruled"))
                        .toString())
                .contains("type=Ready, status=False, reason=CallersUnknown")
                .contains("callers"));
        secret("callers", "ann", KEY);
        door.awaitReason("ruled", "Ready");
        assertThat(door.get("a.example", "/hello", "X-API-Key", KEY).statusCode())
                .isEqualTo(418);
    }

    @Test
    void aTriggerIsOpenedAndShutWhileItServes() throws Exception {
        secret("callers", "ann", KEY);
        door.ruled("methods: [GET]");
        assertThat(door.get("a.example", "/hello", "X-Auth-User", "root").statusCode())
                .isEqualTo(418);
        door.ruled("auth: {apiKeys: {secret: callers}}");
        door.awaitStatus("a.example", 401);
        door.awaitReason("ruled", "CallersChecked");
        door.ruled("methods: [GET]");
        door.awaitStatus("a.example", 418);
        assertThat(door.seen).extracting(seen -> seen.get("user")).containsOnly("[]");
        await().untilAsserted(() -> assertThat(door.bench
                        .status(Kind.HTTP_TRIGGER, new Key("default", "ruled"))
                        .toString())
                .doesNotContain("CallersKnown"));
    }

    @Test
    void twoWaysAtOnceAreRefusedByName() {
        door.put("t", "a.example", "hello", "hello, basic-auth-secret: a, auth: {apiKeys: {secret: b}}", 1);
        door.awaitReason("t", "InvalidSpec");
        assertThat(door.bench.status(Kind.HTTP_TRIGGER, new Key("default", "t")).toString())
                .contains("spec.basic-auth-secret, spec.auth.apiKeys");
    }

    @Test
    void trailersSayNothingThatOnlyWeMaySay() throws Exception {
        secret("callers", "ann", KEY);
        try (RawPod pod = new RawPod((socket, number) -> {
                    RawPod.head(socket);
                    StringBuilder body = new StringBuilder();
                    while (!body.toString().endsWith("\r\n\r\n")) {
                        body.append((char) socket.getInputStream().read());
                    }
                    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                });
                RawClient client = client()) {
            door.bench.function(HttpBench.HELLO, pod.port());
            door.ruled("auth: {apiKeys: {secret: callers}}");
            client.say("POST /hello HTTP/1.1\nHost: a.example\nX-API-Key: " + KEY
                    + "\nTransfer-Encoding: chunked\n\n1\na\n0\nX_Auth_User: root\nEvent-Id: 1\nX-Mine: 1\n\n");
            assertThat(client.hear().body()).isEqualTo("1\r\na\r\n0\r\nX-Mine: 1\r\n\r\n");
        }
    }
}
