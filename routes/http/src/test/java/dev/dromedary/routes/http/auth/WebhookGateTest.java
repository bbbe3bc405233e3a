package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.headers;
import static dev.dromedary.routes.http.auth.GateBench.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures as GitHub's and Slack's own documentation gives them, and as {@code openssl dgst -hmac} makes them. */
class WebhookGateTest {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String SECRET = "It's a Secret to Everybody";

    private final GateBench bench = new GateBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void githubsOwnExampleIsTaken() {
        bench.secret("signing", "github", SECRET);
        HttpHeaders headers = headers(
                "X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        try (Gate gate = gate(new Signing.GitHub())) {
            assertThat(gate.wantsBody()).isTrue();
            assertThat(said(gate, headers, "Hello, World?", GateBench.NOW)).isEqualTo("401");
            assertThat(said(gate, headers, "Hello, World!", GateBench.NOW)).isEqualTo("github");
        }
    }

    @Test
    void slacksOwnExampleIsTakenInItsTimeAlone() {
        bench.secret("signing", "slack", "8f742231b10e8888abcd99yyyzzz85a5");
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        HttpHeaders headers = headers(
                "X-Slack-Request-Timestamp",
                "1531420618",
                "X-Slack-Signature",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
        Instant time = Instant.ofEpochSecond(1_531_420_618);
        try (Gate gate = gate(new Signing.Slack())) {
            assertThat(said(gate, headers, body, time.plusSeconds(301))).isEqualTo("401");
            assertThat(said(gate, headers, body, time.minusSeconds(301))).isEqualTo("401");
            assertThat(said(gate, headers, body, time.plusSeconds(300))).isEqualTo("slack");
        }
    }

    @Test
    void stripesHeaderIsTakenWithOneRightSignatureOfSeveral() {
        bench.secret("signing", Map.of("new", "whsec_new", "old", "whsec_old\n"));
        HttpHeaders headers = headers(
                "Stripe-Signature",
                "t=1492774577,v1=d2d3995ed08633670d7971200d0a31d3fd56600e59b3b117e81465cd1030b05b,v1=a39b0d5212be3a0a5078da6213e4c087308cfb48863c092ee16534c1ee4fc3f4,v0=6ffbb59b");
        Instant time = Instant.ofEpochSecond(1_492_774_577);
        try (Gate gate = gate(new Signing.Stripe())) {
            assertThat(said(gate, headers, "{\"id\": \"evt_1\"}", time)).isEqualTo("old");
        }
    }

    @Test
    void aSecondRightSignatureIsNoSecondDelivery() {
        bench.secret("signing", Map.of("new", "whsec_new", "old", "whsec_old"));
        Instant time = Instant.ofEpochSecond(1_492_774_577);
        String body = "{\"id\": \"evt_1\"}";
        try (Gate gate = gate(new Signing.Stripe())) {
            assertThat(said(
                            gate,
                            headers(
                                    "Stripe-Signature",
                                    "t=1492774577,v1=801a5263284dce7693f4fb727f3fbbade8a5cfca552b4f2c6b9ef382da43ecb7,v1=a39b0d5212be3a0a5078da6213e4c087308cfb48863c092ee16534c1ee4fc3f4"),
                            body,
                            time))
                    .isEqualTo("new");
            assertThat(said(
                            gate,
                            headers(
                                    "Stripe-Signature",
                                    "t=1492774577,v1=a39b0d5212be3a0a5078da6213e4c087308cfb48863c092ee16534c1ee4fc3f4"),
                            body,
                            time))
                    .isEqualTo("409");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHA1   | HEX    |         |        | 01dc10d0c83e72ed246219cdd91669667fe2ca59",
                "SHA256 | BASE64 | v1,     |        | v1,dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=",
                "SHA512 | HEX    | sha512= |        | sha512=11ed355a617e98134e842012a7944ccf59c10256cb182357bd7e3a42013ff07c376f8c14cf5cc1923da20b51d64256b2fb8ebbf100aa67a61326f61fea8111bc",
                "SHA256 | HEX    |         | X-Time | 43c91957db908d37a066c0e7daaa2744076012c5cc860c7d9ac78eb1b494b432"
            })
    void anyOtherSignatureIsAsTheTriggerSays(
            Algorithm algorithm, Encoding encoding, String prefix, String timestampHeader, String signature) {
        bench.secret("signing", "own", SECRET);
        String time = timestampHeader == null ? "" : timestampHeader;
        Signing signing = new Signing.Hmac("X-Signature", algorithm, encoding, prefix == null ? "" : prefix, time);
        HttpHeaders headers =
                headers("X-Signature", signature, "X-Time", Long.toString(GateBench.NOW.getEpochSecond()));
        try (Gate gate = gate(signing)) {
            assertThat(said(gate, headers, "Hello, World!", GateBench.NOW)).isEqualTo("own");
            assertThat(said(gate, headers, "Hello, World!", GateBench.NOW)).isEqualTo("409");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha256=zz",
                "sha1=0a",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1700"
            })
    void whatIsNoSignatureIsNone(String value) {
        bench.secret("signing", "github", SECRET);
        try (Gate gate = gate(new Signing.GitHub())) {
            assertThat(said(gate, headers("X-Hub-Signature-256", value), "Hello, World!", GateBench.NOW))
                    .isEqualTo("401");
        }
    }

    @Test
    void aDeliveryIsTakenOnceUnlessItFailed() {
        bench.secret("signing", "github", SECRET);
        try (Gate gate = gate(new Signing.GitHub())) {
            Verdict first = delivery(gate, "1", GateBench.NOW);
            assertThat(said(first)).isEqualTo("github");
            assertThat(said(delivery(gate, "1", GateBench.NOW.plusSeconds(1)))).isEqualTo("409");
            assertThat(said(delivery(gate, "2", GateBench.NOW)))
                    .as("the same text again, as a delivery of its own")
                    .isEqualTo("github");
            ((Verdict.Allowed) first).receipt().forget();
            assertThat(said(delivery(gate, "1", GateBench.NOW.plusSeconds(2))))
                    .as("sent again by GitHub")
                    .isEqualTo("github");
            assertThat(said(delivery(gate, "1", GateBench.NOW.plusSeconds(303))))
                    .as("after its time")
                    .isEqualTo("github");
        }
    }

    @Test
    void aSignatureOfTheFutureIsRememberedAsLongAsItIsGood() {
        bench.secret("signing", "own", SECRET);
        Signing signing = new Signing.Hmac("X-Signature", Algorithm.SHA256, Encoding.HEX, "", "X-Time");
        HttpHeaders headers = headers(
                "X-Signature",
                "43c91957db908d37a066c0e7daaa2744076012c5cc860c7d9ac78eb1b494b432",
                "X-Time",
                Long.toString(GateBench.NOW.getEpochSecond()));
        try (Gate gate = gate(signing)) {
            assertThat(said(gate, headers, "Hello, World!", GateBench.NOW.minusSeconds(290)))
                    .isEqualTo("own");
            assertThat(said(gate, headers, "Hello, World!", GateBench.NOW.plusSeconds(290)))
                    .isEqualTo("409");
        }
    }

    @Test
    void aLongBodyIsNotHashedOnTheThreadThatAsks() {
        bench.secret("signing", "github", SECRET);
        HttpHeaders headers = headers(
                "X-Hub-Signature-256", "sha256=87e9c6d31364dc029cf18ff96eb80bd257f726adc94af17437e8704f57a44192");
        CountDownLatch free = bench.busy();
        try (Gate gate = gate(new Signing.GitHub())) {
            Outcome outcome = gate.check(headers, GateBench.body("x".repeat(100_000)), GateBench.NOW);
            assertThat(outcome).isInstanceOf(Outcome.Later.class);
            free.countDown();
            assertThat(said(GateBench.verdict(outcome))).isEqualTo("github");
        }
    }

    @Test
    void tooManySigningSecretsAreRefused() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 17; i++) {
            many.put("s" + i, SECRET);
        }
        bench.secret("signing", many);
        try (Gate gate = gate(new Signing.GitHub())) {
            assertThat(said(delivery(gate, "1", GateBench.NOW))).isEqualTo("503");
            assertThat(gate.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("at most 16"));
        }
    }

    private Gate gate(Signing signing) {
        return bench.open(new AuthPlan.Webhook(signing, "signing", TOLERANCE));
    }

    private static Verdict delivery(Gate gate, String id, Instant now) {
        HttpHeaders headers = headers(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "X-GitHub-Delivery",
                id);
        return GateBench.verdict(gate, headers, "Hello, World!", now);
    }
}
