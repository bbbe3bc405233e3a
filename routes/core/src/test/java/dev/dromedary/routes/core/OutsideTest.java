package dev.dromedary.routes.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideTest {

    private final Egress outside = Egress.outside(List.of("10.96.14.2", "10.20.0.0/16", "fd00:1::/64"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "10.96.14.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:10.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "2001:db8::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void whatIsInsideIsNotConnectedTo(String address) throws UnknownHostException {
        assertThat(outside.allows(InetAddress.getByName(address), 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "::ffff:1.1.1.1",
                "64:ff9b::1.1.1.1",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e"
            })
    void whatIsOutsideIs(String address) throws UnknownHostException {
        assertThat(outside.allows(InetAddress.getByName(address), 443)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.14.2", "10.20.255.255", "::ffff:10.20.0.1", "fd00:1::9"})
    void soIsWhatTheAdministratorAllows(String address) throws UnknownHostException {
        assertThat(outside.allows(InetAddress.getByName(address), 443)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop.svc", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "fd00::/129", "/8"})
    void whatIsNoNetworkIsNamed(String text) {
        assertThatThrownBy(() -> Egress.outside(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is neither an address nor a network");
    }

    @Test
    void onALaptopAnywhereIsAllowed() {
        assertThat(Egress.ANYWHERE.allows(InetAddress.getLoopbackAddress(), 80)).isTrue();
    }
}
