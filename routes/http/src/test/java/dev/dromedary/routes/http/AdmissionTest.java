package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.routes.http.rules.Limits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is one client, and who another, where each may come once. */
class AdmissionTest {

    private static final Limits ONCE =
            new Limits(Optional.of(new Limits.Rate(1, Duration.ofMinutes(1), 1, true)), Integer.MAX_VALUE, 0);

    private final Admission admission = new Admission();

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:0:0:0:1,        2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::1,             2001:0DB8:0001:0002::2",
        "::ffff:192.0.2.1,            192.0.2.1",
        "0:0:0:0:0:ffff:c000:201,     192.0.2.1",
        "64:ff9b:0:0:0:0:c000:201,    192.0.2.1",
        "fe80:0:0:0:0:0:0:1%eth0,     fe80:0:0:0:0:0:0:2%eth0",
        "192.0.2.1,                   192.0.2.1",
    })
    void theseAreOneClient(String first, String again) {
        assertThat(enters(first)).isTrue();
        assertThat(enters(again)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1,             2001:db8:1:3::1",
        "2001:db8::1,                 2001:db9::1",
        "192.0.2.1,                   192.0.2.2",
        "::ffff:192.0.2.1,            ::ffff:192.0.2.2",
        "64:ff9b::c000:201,           64:ff9b::c000:202",
        "64:ff9b::1,                  64:ff9b:1::1",
    })
    void theseAreTwo(String first, String other) {
        assertThat(enters(first)).isTrue();
        assertThat(enters(other)).isTrue();
    }

    @Test
    void oneWithANetworkOfItsOwnComesNoOfterThanOneWithAnAddress() {
        long in = 0;
        for (int i = 0; i < 10_000; i++) {
            in += enters("2001:db8:1:2:%x:%x:%x:%x".formatted(i, i * 7 & 0xffff, i * 31 & 0xffff, i)) ? 1 : 0;
        }
        assertThat(in).isEqualTo(1);
    }

    private boolean enters(String client) {
        return admission.enter(ONCE, client, 0, any -> true).isEmpty();
    }
}
