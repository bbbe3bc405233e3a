package dev.dromedary.routes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public port of the whole router: what is for administrators is on the other one. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class PublicDoorIT {

    private static final List<String> MANAGEMENT = List.of(
            "q", "q/health", "q/health/ready", "q/metrics", "q/info", "metrics", "health", "admin", "admin/triggers");

    @Inject
    Wiring wiring;

    @TestHTTPResource("/q/health/live")
    URI live;

    /** Ways to write a path that a careless reader takes for the same. */
    private static Stream<String> ways(String path) {
        String encoded = "%%%02x".formatted((int) path.charAt(0)) + path.substring(1);
        return Stream.of(
                "/" + path,
                "/" + path + "/",
                "//" + path,
                "/" + path.replace("/", "//"),
                "/" + path + "?x=y",
                "/" + path + ";x=y",
                "/" + path.replace("/", ";x/"),
                "/;/" + path,
                "/" + encoded,
                "/%25" + encoded.substring(1),
                "/" + path.replace("/", "%252f"),
                "/x/%252e%252e/" + path,
                "http://127.0.0.1:9000/" + path,
                "http://localhost/" + path);
    }

    /** Refused as what two readers take for two things, whatever the path. */
    private static Stream<String> crookedWays(String path) {
        return Stream.of(
                "/./" + path,
                "/x/../" + path,
                "/%2e/" + path,
                "/x/%2e%2e/" + path,
                "/x/.%2E/" + path,
                "/x/..%2f" + path);
    }

    @Test
    void whatIsForAdministratorsIsNotThere() throws IOException {
        assertThat(status(live.getPort(), live.getPath())).as("on its own port").isEqualTo(200);
        for (String path : MANAGEMENT) {
            for (String way : ways(path).toList()) {
                assertThat(status(wiring.publicPort(), way)).as(way).isEqualTo(404);
            }
            for (String way : crookedWays(path).toList()) {
                assertThat(status(wiring.publicPort(), way)).as(way).isEqualTo(400);
            }
        }
    }

    /** Of an answer to a path that is sent as it stands. */
    private static int status(int port, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(answer.readLine().split(" ", 3)[1]);
        }
    }
}
