package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

    @ParameterizedTest
    @EnumSource
    void kubelessThreeNamesAreWhatTheyWere(Gateway.Controller controller) {
        assertThat(Gateway.of(controller.text())).contains(controller);
    }

    @Test
    void aGatewayIsNamedWithItsNamespace() {
        assertThat(Gateway.of("infra/shared.one")).contains(new Gateway.OfGatewayApi("infra", "shared.one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "/b",
                "a/b/c",
                "nginx ",
                "NGINX",
                "gateway-api",
                "a b/c",
                "a/b\n",
                "../x",
                "a/%2e",
                "A/b"
            })
    void anythingElseIsNone(String text) {
        assertThat(Gateway.of(text)).isEmpty();
    }
}
