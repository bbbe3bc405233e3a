package dev.dromedary.routes.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the caller is, nobody says but us. */
class CallerHeadersTest {

    private static final AuthPlan JWT = new AuthPlan.Jwt(
            "https://issuer.example",
            List.of("shop"),
            new AuthPlan.Keys.InSecret("keys"),
            Map.of("X-Org-Unit", "org", "X-Mail", "email"));

    @ParameterizedTest
    @ValueSource(strings = {"X-Auth-User", "x-auth-user", "X_AUTH_USER", "x-Auth_user"})
    void aForgedNameIsTakenOffHoweverItIsWritten(String name) {
        HttpHeaders headers = GateBench.headers(name, "root", "X-Auth-Username", "theirs", "Accept", "*/*");
        CallerHeaders.takeOff(headers, new AuthPlan.Open());
        assertThat(headers.names()).containsExactlyInAnyOrder("X-Auth-Username", "Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Org-Unit", "x_org_unit", "X-MAIL"})
    void soIsAForgedClaim(String name) {
        HttpHeaders headers = GateBench.headers(name, "root", name, "twice");
        CallerHeaders.takeOff(headers, JWT);
        assertThat(headers.isEmpty()).isTrue();
    }

    @Test
    void whatWeSayTakesThePlaceOfWhatTheySay() {
        HttpHeaders headers =
                GateBench.headers("x_auth_user", "root", "X-Auth-User", "root", "X-Mail", "root@example.com");
        CallerHeaders.put(
                headers, JWT, new Verdict.Allowed("ann", Map.of(CallerHeaders.USER, "ann"), Verdict.Receipt.NONE));
        assertThat(headers.toString()).endsWith("[X-Auth-User: ann]");
    }

    @Test
    void aValueIsPrintableAndNoTwoTextsGiveTheSame() {
        assertThat(CallerHeaders.value("Ann B")).isEqualTo("Ann B");
        assertThat(CallerHeaders.value("José")).isEqualTo("Jos%C3%A9");
        assertThat(CallerHeaders.value("a\r\nX-Admin: yes")).isEqualTo("a%0D%0AX-Admin: yes");
        assertThat(CallerHeaders.value("a%0D")).isEqualTo("a%250D");
        assertThat(CallerHeaders.value(" root ")).isEqualTo("%20root%20");
        assertThat(CallerHeaders.value(" ")).isEqualTo("%20");
        assertThat(CallerHeaders.value("")).isEmpty();
    }
}
