package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.util.NetUtil;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is believed where a request came from. */
class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::/32"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.0.0.1    | 192.0.2.7                     | 192.0.2.7
                    10.0.0.1    | 198.51.100.1, 192.0.2.7       | 192.0.2.7
                    10.0.0.1    | 198.51.100.1, 10.9.9.9        | 198.51.100.1
                    10.0.0.1    | 10.9.9.9                      | 10.9.9.9
                    10.0.0.1    | forged, 10.9.9.9              | 10.9.9.9
                    10.0.0.1    | 192.0.2.7, forged             | 10.0.0.1
                    10.0.0.1    | ''                            | 10.0.0.1
                    192.0.2.9   | 198.51.100.1                  | 192.0.2.9
                    2001:db8::1 | 2001:4860::8                  | 2001:4860:0:0:0:0:0:8
                    """)
    void theFarthestForWhomAllOnTheWayVouchIsTheClient(String peer, String way, String client) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Forwarded-For", way);
        assertThat(PROXIES.client(NetUtil.createInetAddressFromIpAddressString(peer), headers)
                        .getHostAddress())
                .isEqualTo(client);
    }

    @Test
    void theFunctionIsToldWhatATrustedProxySaysAndNothingThatAnotherOneDoes() throws Exception {
        String[] said = {"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"};
        try (HttpBench trusting = new HttpBench(
                new HttpListener.Porter(AccessLog.off(), TrustedProxies.of(List.of("127.0.0.0/8")), Bounds.DEFAULT))) {
            trusting.ruled("methods: [GET]");
            trusting.get("a.example", "/hello", said);
            assertThat(trusting.seen.getFirst())
                    .containsEntry("forwarded", "192.0.2.7, 127.0.0.1")
                    .containsEntry("proto", "https");
        }
        try (HttpBench plain = new HttpBench()) {
            plain.ruled("methods: [GET]");
            plain.get("a.example", "/hello", said);
            assertThat(plain.seen.getFirst())
                    .containsEntry("forwarded", "127.0.0.1")
                    .containsEntry("proto", "http");
        }
    }
}
