package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.basic;
import static dev.dromedary.routes.http.auth.GateBench.headers;
import static dev.dromedary.routes.http.auth.GateBench.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.secrets.SecretMaterial;
import dev.dromedary.routes.core.secrets.SecretReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicGateTest {

    /** Ann's password is open-sesame, Böb's is böb's; the hashes are those of {@link HashFormTest}. */
    private static final String FILE =
            """
            # who may call
            ann:$2y$05$WqVoYwnHbvPuXZ6FI2w2pu/eP3FpMZoboKRH91Mu2uZMVYYVor4pW
            böb:$apr1$r31.....$97Ryi1WW6EKRvUPJTntRK/:a comment

            eve:plain
            ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=
            """;

    private static final AuthPlan PLAN = new AuthPlan.Basic("passwords");

    private final GateBench bench = new GateBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aUserIsLetInByName() {
        bench.secret("passwords", "auth", FILE);
        try (Gate gate = bench.open(PLAN)) {
            assertThat(said(gate, basic("ann", "open-sesame"))).isEqualTo("ann");
            assertThat(said(gate, basic("böb", "böb's"))).isEqualTo("b%C3%B6b");
            assertThat(gate.wantsBody()).isFalse();
        }
    }

    @Test
    void nobodyElseIs() {
        bench.secret("passwords", "auth", FILE);
        try (Gate gate = bench.open(PLAN)) {
            assertThat(said(gate, basic("ann", "open-sesam"))).isEqualTo("401");
            assertThat(said(gate, basic("ann", ""))).isEqualTo("401");
            assertThat(said(gate, basic("ANN", "open-sesame"))).isEqualTo("401");
            assertThat(said(gate, basic("", ""))).isEqualTo("401");
            assertThat(said(gate, basic("eve", "plain"))).as("plain text").isEqualTo("401");
            assertThat(said(gate, basic("ann", "password"))).as("a second line").isEqualTo("401");
            assertThat(said(gate, basic("nobody", "open-sesame"))).isEqualTo("401");
            assertThat(GateBench.verdict(gate, headers()))
                    .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.headers())
                            .containsEntry(
                                    "WWW-Authenticate", "Basic realm=\"Authentication Required\", charset=\"UTF-8\""));
            assertThat(gate.trouble()).hasValueSatisfying(text -> assertThat(text)
                    .contains("line 5")
                    .contains("htpasswd -B")
                    .doesNotContain("plain"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic YW5u",
                "Bearer YW5uOm9wZW4tc2VzYW1l",
                "YW5uOm9wZW4tc2VzYW1l",
                "Basic YW5uOm9wZW4tc2VzYW1lAG9wZW4tc2VzYW1l"
            })
    void whatIsNoLoginIsNone(String value) {
        bench.secret("passwords", "auth", FILE);
        try (Gate gate = bench.open(PLAN)) {
            assertThat(gate.check(headers("Authorization", value), GateBench.body(""), GateBench.NOW))
                    .as("at once, without a hash computed")
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void twoLoginsOrAnEndlessOneAreNone() {
        String good = basic("ann", "open-sesame").get("Authorization");
        assertThat(Login.of(headers("Authorization", good))).isPresent();
        assertThat(Login.of(headers("Authorization", good, "Authorization", good)))
                .isEmpty();
        assertThat(Login.of(basic("ann", "x".repeat(256)))).isPresent();
        assertThat(Login.of(basic("ann", "x".repeat(257)))).isEmpty();
        assertThat(Login.of(basic("Ánn", "Á")))
                .as("bytes of UTF-8 are no control characters")
                .isPresent();
        assertThat(Login.of(headers("Authorization", good)).orElseThrow().toString())
                .doesNotContain("sesame");
    }

    @Test
    void aRightPasswordIsRememberedForAWhileAndUntilTheSecretChanges() {
        Queue<Runnable> work = new ArrayDeque<>();
        bench.secret("passwords", "auth", FILE);
        try (Gate gate = gate(work::add)) {
            Outcome first = gate.check(basic("ann", "open-sesame"), GateBench.body(""), GateBench.NOW);
            assertThat(first).as("not on the thread that asks").isInstanceOf(Outcome.Later.class);
            assertThat(gate.check(basic("ann", "open-sesame"), GateBench.body(""), GateBench.NOW))
                    .isInstanceOf(Outcome.Later.class);
            assertThat(work).as("one hash for both").hasSize(1);
            work.remove().run();
            assertThat(said(GateBench.verdict(first))).isEqualTo("ann");
            assertThat(gate.check(basic("ann", "open-sesame"), GateBench.body(""), GateBench.NOW))
                    .isEqualTo(Verdict.Allowed.of("ann"));
            assertThat(gate.check(basic("ann", "open-sesam"), GateBench.body(""), GateBench.NOW))
                    .isInstanceOf(Outcome.Later.class);
            run(work);
            assertThat(gate.check(
                            basic("ann", "open-sesame"), GateBench.body(""), GateBench.NOW.plus(Duration.ofMinutes(6))))
                    .as("after a while")
                    .isInstanceOf(Outcome.Later.class);
            run(work);
            bench.secret("passwords", "auth", "ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=");
            Outcome changed = gate.check(basic("ann", "open-sesame"), GateBench.body(""), GateBench.NOW);
            work.remove().run();
            assertThat(said(GateBench.verdict(changed))).isEqualTo("401");
        }
    }

    @Test
    void anUnknownUserCostsAHashTooAlwaysTheSame() {
        Queue<Runnable> work = new ArrayDeque<>();
        bench.secret("passwords", "auth", FILE);
        try (Gate gate = gate(work::add)) {
            Outcome outcome = gate.check(basic("nobody", "open-sesame"), GateBench.body(""), GateBench.NOW);
            assertThat(work).hasSize(1);
            work.remove().run();
            assertThat(said(GateBench.verdict(outcome))).isEqualTo("401");
            assertThat(Login.of(basic("nobody", "a")).orElseThrow().place())
                    .isEqualTo(Login.of(basic("nobody", "b")).orElseThrow().place());
        }
    }

    @Test
    void whoeverGuessesManyKeepsNobodyElseOut() {
        Queue<Runnable> work = new ArrayDeque<>();
        bench.secret("passwords", "auth", FILE);
        try (Gate gate = gate(work::add)) {
            for (int i = 0; i < 2; i++) {
                assertThat(gate.check(basic("ann", "guess" + i), GateBench.body(""), GateBench.NOW))
                        .isInstanceOf(Outcome.Later.class);
            }
            assertThat(gate.check(basic("ann", "guess"), GateBench.body(""), GateBench.NOW))
                    .isEqualTo(Refusals.BUSY);
            work.forEach(Runnable::run);
            assertThat(gate.check(basic("ann", "guess"), GateBench.body(""), GateBench.NOW))
                    .isInstanceOf(Outcome.Later.class);
        }
    }

    @Test
    void aSecretOfNoUseLetsInNobodyAndSaysWhy() {
        bench.secret("passwords", Map.of("htpasswd", FILE));
        try (Gate gate = bench.open(PLAN)) {
            assertThat(said(gate, basic("ann", "open-sesame"))).isEqualTo("503");
            assertThat(gate.trouble()).hasValueSatisfying(text -> assertThat(text)
                    .contains("passwords")
                    .contains("no entry auth")
                    .contains("--from-file=auth"));
            bench.secret("passwords", "auth", "ann:plain");
            assertThat(said(gate, basic("ann", "plain"))).isEqualTo("503");
            assertThat(gate.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("line 1"));
            bench.secrets.set(GateBench.key("passwords"), new SecretReading.Unknown("away"));
            assertThat(said(gate, basic("ann", "plain"))).isEqualTo("503");
        }
    }

    private static void run(Queue<Runnable> work) {
        work.forEach(Runnable::run);
        work.clear();
    }

    private Gate gate(Executor threads) {
        return new BasicGate(
                new SecretMaterial<>(
                        bench.secrets.hold(GateBench.key("passwords"), () -> {}),
                        data -> Htpasswd.of("passwords", data)),
                new Desk(threads, 2));
    }
}
