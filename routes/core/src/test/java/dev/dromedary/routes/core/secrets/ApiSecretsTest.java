package dev.dromedary.routes.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.held.Held;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiSecretsTest {

    private static final Key KEY = new Key("shop", "passwords");
    private static final SecretReading ONE = found("1");

    private final AtomicLong nanos = new AtomicLong();
    private volatile SecretReading answer = ONE;
    private final ApiSecrets secrets = new ApiSecrets(key -> answer, nanos::get);
    private final Held<SecretReading> held = secrets.hold(KEY, () -> {});

    @AfterEach
    void close() {
        held.close();
        secrets.close();
    }

    @Test
    void whileItCannotBeReadTheLastReadingCounts() {
        assertThat(again(ONE)).isEqualTo(ONE);
        assertThat(again(new SecretReading.Unknown("away"))).isEqualTo(ONE);
    }

    @Test
    void whatWasTakenAwayCountsNoLonger() {
        SecretReading missing = new SecretReading.Missing(KEY);
        SecretReading forbidden = new SecretReading.Forbidden("run this");
        assertThat(again(ONE)).isEqualTo(ONE);
        assertThat(again(missing)).isEqualTo(missing);
        assertThat(again(forbidden)).isEqualTo(forbidden);
        assertThat(again(new SecretReading.Unknown("away"))).isEqualTo(forbidden);
        SecretReading two = found("2");
        assertThat(again(two)).isSameAs(two);
    }

    @Test
    void theSameVersionIsTheSameReading() {
        SecretReading first = again(ONE);
        assertThat(again(found("1"))).isSameAs(first);
    }

    @Test
    void nothingOfItsContentIsEverPrinted() {
        assertThat(ONE.toString()).isEqualTo("Found[version=1, entries=1]");
        assertThat(new SecretReading.Missing(KEY).trouble())
                .contains("There is no Secret shop/passwords: make it, or name another");
    }

    @Test
    void theCommandThatAllowsItIsWhole() {
        assertThat(new RouterAccount("kubeless", false).command("shop"))
                .isEqualTo("kubectl -n shop create rolebinding kubeless-trigger-secrets"
                        + " --clusterrole=kubeless-trigger-secrets --serviceaccount=kubeless:kubeless-router");
        assertThat(new RouterAccount("shop", true).command("shop"))
                .isEqualTo("kubectl -n shop create rolebinding kubeless-trigger-secrets"
                        + " --role=kubeless-trigger-secrets --serviceaccount=shop:kubeless-router");
    }

    /** What is known after another reading, which found this. */
    private SecretReading again(SecretReading found) {
        joined();
        answer = found;
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        return joined();
    }

    private SecretReading joined() {
        return held.again()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static SecretReading found(String version) {
        return new SecretReading.Found(version, Map.of("auth", "hunter2".getBytes(StandardCharsets.UTF_8)));
    }
}
