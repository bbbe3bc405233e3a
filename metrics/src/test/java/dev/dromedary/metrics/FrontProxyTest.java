package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontProxyTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "client-ca-file", "another",
            "requestheader-client-ca-file", "PEM",
            "requestheader-allowed-names", "[\"front-proxy\",\"other\"]",
            "requestheader-username-headers", "[\"X-Remote-User\",\"X-Other-User\"]",
            "requestheader-group-headers", "[\"X-Remote-Group\"]",
            "requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]");

    private final FrontProxy proxy = FrontProxy.of(SETTINGS).orElseThrow();

    @Test
    void withoutAnAuthorityThereIsNoFrontProxy() {
        assertThat(FrontProxy.of(
                        Map.of("client-ca-file", "PEM", "requestheader-username-headers", "[\"X-Remote-User\"]")))
                .isEmpty();
    }

    @Test
    void aListThatIsNoneIsNamed() {
        Map<String, String> broken =
                Map.of("requestheader-client-ca-file", "PEM", "requestheader-username-headers", "X-Remote-User");
        assertThatThrownBy(() -> FrontProxy.of(broken)).hasMessageContaining("requestheader-username-headers");
    }

    @Test
    void onlyTheAllowedNamesSpeakForOthers() {
        assertThat(proxy.isAllowed("CN=front-proxy")).isTrue();
        assertThat(proxy.isAllowed("O=system:masters,CN=other")).isTrue();
        assertThat(proxy.isAllowed("CN=kubelet")).isFalse();
        assertThat(proxy.isAllowed("CN=kubelet,OU=front-proxy")).isFalse();
        assertThat(proxy.isAllowed("CN=\"front-proxy,CN=kubelet\"")).isFalse();
        assertThat(proxy.isAllowed("O=front-proxy")).isFalse();
        assertThat(proxy.isAllowed("")).isFalse();
    }

    @Test
    void whereNoNamesAreSetAnySignedCertificateDoes() {
        FrontProxy anybody = new FrontProxy("PEM", List.of(), List.of("X-Remote-User"), List.of(), List.of());
        assertThat(anybody.isAllowed("CN=whoever")).isTrue();
    }

    @Test
    void theHeadersSayWhoAsks() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("x-remote-user", "alice")
                .add("X-Remote-Group", "a")
                .add("X-Remote-Group", "b")
                .add("X-Remote-Extra-Example.com%2fRoles", "r1")
                .add("X-Remote-Extra-Example.com%2fRoles", "r2");
        assertThat(proxy.caller(headers))
                .contains(new Caller(
                        "alice",
                        List.of("a", "b", "system:authenticated"),
                        Map.of("example.com/roles", List.of("r1", "r2"))));
    }

    @Test
    void whereNobodyIsNamedNobodyAsks() {
        assertThat(proxy.caller(MultiMap.caseInsensitiveMultiMap().add("X-Remote-User", "")))
                .isEmpty();
    }
}
