package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServingCertificateTest {

    @Test
    void itHoldsForTheTimeItWasMadeFor() {
        ServingCertificate made = ServingCertificate.make("metrics.kubeless.svc", 10);
        assertThat(made.endsWithin(Duration.ofDays(9), Instant.now())).isFalse();
        assertThat(made.endsWithin(Duration.ofDays(11), Instant.now())).isTrue();
        assertThat(made.key()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }
}
