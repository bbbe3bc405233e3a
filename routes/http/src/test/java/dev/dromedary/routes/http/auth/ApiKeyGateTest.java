package dev.dromedary.routes.http.auth;

import static dev.dromedary.routes.http.auth.GateBench.headers;
import static dev.dromedary.routes.http.auth.GateBench.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.core.secrets.SecretReading;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiKeyGateTest {

    private static final AuthPlan PLAN = new AuthPlan.ApiKeys("keys", "X-API-Key");

    private final GateBench bench = new GateBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theOwnerOfAKeyIsLetInByName() {
        bench.secret("keys", Map.of("ann", "key-of-ann\n", "bob", "key-of-böb"));
        try (Gate gate = bench.open(PLAN)) {
            assertThat(gate.check(headers("x-api-key", "key-of-ann"), GateBench.body(""), GateBench.NOW))
                    .as("at once: nothing is to be waited for")
                    .isEqualTo(Verdict.Allowed.of("ann"));
            assertThat(said(gate, headers("X-API-Key", "key-of-b\u00c3\u00b6b")))
                    .as("one character a byte, as it comes in")
                    .isEqualTo("bob");
            assertThat(gate.trouble()).isEmpty();
        }
    }

    @Test
    void nobodyElseIs() {
        bench.secret("keys", Map.of("ann", "key-of-ann", "nobody", ""));
        try (Gate gate = bench.open(PLAN)) {
            assertThat(said(gate, headers())).isEqualTo("401");
            assertThat(said(gate, headers("X-API-Key", "other"))).isEqualTo("401");
            assertThat(said(gate, headers("X-API-Key", ""))).isEqualTo("401");
            assertThat(said(gate, headers("X-API-Key", "key-of-ann ")))
                    .as("no end of line, but a part of the key")
                    .isEqualTo("401");
            assertThat(said(gate, headers("X-API-Key", "key-of-ann", "X-API-Key", "key-of-ann")))
                    .as("twice is not once")
                    .isEqualTo("401");
            assertThat(gate.trouble())
                    .hasValueSatisfying(
                            text -> assertThat(text).contains("nobody").contains("is empty"));
            assertThat(GateBench.verdict(gate, headers()))
                    .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.headers())
                            .containsEntry("WWW-Authenticate", "ApiKey header=\"X-API-Key\""));
        }
    }

    @Test
    void aNewKeyCountsAtOnceAndAnOldOneNoLonger() {
        bench.secret("keys", "ann", "old");
        AtomicInteger changes = new AtomicInteger();
        try (Gate gate = bench.gates.open(PLAN, GateBench.NAMESPACE, changes::incrementAndGet)) {
            assertThat(said(gate, headers("X-API-Key", "old"))).isEqualTo("ann");
            bench.secret("keys", "ann", "new");
            assertThat(said(gate, headers("X-API-Key", "old"))).isEqualTo("401");
            assertThat(said(gate, headers("X-API-Key", "new"))).isEqualTo("ann");
            assertThat(changes).hasValue(1);
        }
    }

    @Test
    void withoutItsSecretATriggerLetsInNobodyAndSaysWhy() {
        try (Gate gate = bench.open(PLAN)) {
            assertThat(said(gate, headers("X-API-Key", "any"))).isEqualTo("503");
            assertThat(gate.trouble()).contains("There is no Secret shop/keys: make it, or name another");
            bench.secrets.set(GateBench.key("keys"), new SecretReading.Forbidden("run kubectl"));
            assertThat(said(gate, headers("X-API-Key", "any"))).isEqualTo("503");
            assertThat(gate.trouble()).contains("run kubectl");
            bench.secret("keys", Map.of());
            assertThat(said(gate, headers("X-API-Key", "any"))).isEqualTo("503");
            assertThat(gate.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("holds no key"));
        }
    }
}
