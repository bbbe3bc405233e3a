package dev.dromedary.routes.nats.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Kubeless' environment variable says. */
class InstallationTest {

    private static Installation of(String url) {
        return Installation.of(Map.of("NATS_URL", url));
    }

    @Test
    void withoutItNatsIsWhereKubelessHadIt() {
        assertThat(Installation.of(Map.of()).servers().addresses())
                .isEqualTo(List.of(new Address("nats.nats-io.svc.cluster.local", 4222, false)));
    }

    @Test
    void aPasswordInTheUrlIsNoPartOfTheAddress() {
        Installation installation = of("nats://me:s%40cret+@a.example:1,nats://b.example");
        assertThat(installation.servers().addresses())
                .containsExactly(new Address("a.example", 1, false), new Address("b.example", 4222, false));
        assertThat(installation.credentials().get("username")).isEqualTo("me".getBytes(UTF_8));
        assertThat(installation.credentials().get("password")).isEqualTo("s@cret+".getBytes(UTF_8));
        assertThat(installation.toString()).doesNotContain("cret");
    }

    @Test
    void aTokenTooAndTls() {
        Installation installation = of("tls://t0ken@a.example");
        assertThat(installation.credentials()).containsOnlyKeys("token");
        assertThat(installation.servers().tls()).isPresent();
    }

    @Test
    void aMistakeIsNamedWithoutWhatIsSecret() {
        assertThatThrownBy(() -> of("nats://me:hidden@a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NATS_URL")
                .message()
                .doesNotContain("hidden");
    }
}
