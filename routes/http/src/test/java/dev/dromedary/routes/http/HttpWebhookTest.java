package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signed bodies, which are wanted whole before anybody is let in, through the real listener and route. */
class HttpWebhookTest {

    private static final String SIGNING = "It's a Secret to Everybody";

    private final HttpBench door;

    HttpWebhookTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private RawClient client() throws IOException {
        return new RawClient(door.listener.port());
    }

    @Test
    void aSignedBodyArrivesWholeAndOnce() throws Exception {
        webhook("");
        try (RawClient client = client()) {
            for (String body : List.of("{}", "x".repeat(300_000))) {
                client.say(signed("/hello/echo", body, "d-" + body.length())).send(body);
                assertThat(client.hear().body()).isEqualTo(body);
                client.say(signed("/hello/echo", body, "d-" + body.length())).send(body);
                assertThat(client.hear().status()).isEqualTo(409);
            }
        }
    }

    @Test
    void whatTheFunctionDidNotTakeMayBeSentAgain() throws Exception {
        webhook("");
        try (RawClient client = client()) {
            for (int i = 0; i < 2; i++) {
                client.say(signed("/hello", "{}", "one")).send("{}");
                assertThat(client.hear().status()).isEqualTo(418);
            }
        }
    }

    @Test
    void aWrongSignatureNeverReachesTheFunction() throws Exception {
        webhook("");
        try (RawClient client = client()) {
            client.say(signed("/hello/echo", "{}", "one")).send("[]");
            assertThat(client.hear().status()).isEqualTo(401);
            client.say("GET /hello HTTP/1.1\nHost: a.example\n\n");
            assertThat(client.hear().status()).isEqualTo(401);
        }
        assertThat(door.seen).isEmpty();
    }

    @Test
    void aClientThatAsksFirstIsAskedForItsBody() throws Exception {
        webhook("");
        try (RawClient client = client()) {
            client.say(signed("/hello/echo", "{}", "one").replace("\n\n", "\nExpect: 100-continue\n\n"));
            assertThat(client.hear().status()).isEqualTo(100);
            client.send("{}");
            assertThat(client.hear().body()).isEqualTo("{}");
        }
    }

    @Test
    void aSignedBodyMayNotBeLongerThanCanBeHeld() throws Exception {
        webhook("");
        String chunk = "100000\n".replace("\n", "\r\n") + "x".repeat(1 << 20) + "\r\n";
        try (RawClient client = client()) {
            client.say("POST /hello/echo HTTP/1.1\nHost: a.example\nTransfer-Encoding: chunked\n\n");
            for (int i = 0; i < 26; i++) {
                client.send(chunk);
            }
            assertThat(client.hear().status()).isEqualTo(413);
        }
        assertThat(door.seen).isEmpty();
    }

    @Test
    void manyLongBodiesAtOnceTakeNoMoreMemoryThanThereIs() throws Exception {
        webhook("");
        String head = "POST /hello/echo HTTP/1.1\nHost: a.example\nContent-Length: 26214400\n\n";
        String part = "x".repeat(20 << 20);
        try (RawClient one = client();
                RawClient two = client();
                RawClient three = client()) {
            one.say(head).send(part);
            two.say(head).send(part);
            three.say(head).send(part);
            await().untilAsserted(() -> assertThat(List.of(one, two, three)).anyMatch(HttpWebhookTest::isTurnedAway));
        }
        await().untilAsserted(() -> {
            try (RawClient after = client()) {
                after.say(signed("/hello/echo", part, "after")).send(part);
                assertThat(after.hear().status()).isEqualTo(200);
            }
        });
    }

    private static boolean isTurnedAway(RawClient client) {
        try {
            return client.hasHeard() && client.hear().status() == 503;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aClientThatLeavesAmidItsBodyLeavesNothingBehind() throws Exception {
        webhook(", limits: {concurrency: 1}");
        try (RawClient client = client()) {
            client.say(signed("/hello/echo", "{}", "one")).send("{");
        }
        await().untilAsserted(() -> {
            try (RawClient client = client()) {
                client.say(signed("/hello/echo", "{}", "one")).send("{}");
                assertThat(client.hear().status()).isEqualTo(200);
            }
        });
    }

    @Test
    void theShadowGetsWhatWasSigned() throws Exception {
        door.startFunction(new Key("default", "dark"));
        webhook(", shadow: {function-name: dark, percent: 100}");
        try (RawClient client = client()) {
            client.say(signed("/hello/echo", "{}", "one")).send("{}");
            assertThat(client.hear().body()).isEqualTo("{}");
        }
        await().until(() -> door.seen.size() == 2);
    }

    private void webhook(String more) {
        door.secrets.put(new Key("default", "signing"), Map.of("github", SIGNING.getBytes(StandardCharsets.UTF_8)));
        door.ruled("auth: {webhook: {provider: GitHub, secret: signing}}" + more);
    }

    /** The head of a request that GitHub would send; line ends as {@code \n}. */
    private static String signed(String path, String body, String delivery) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SIGNING.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        return "POST " + path + " HTTP/1.1\nHost: a.example\nContent-Length: " + body.length() + "\nX-GitHub-Delivery: "
                + delivery + "\nX-Hub-Signature-256: sha256=" + signature + "\n\n";
    }
}
