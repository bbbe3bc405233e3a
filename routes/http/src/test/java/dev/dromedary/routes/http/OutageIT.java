package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.OwnAddress;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Scope;
import dev.dromedary.kube.Yaml;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.invoke.DataPath;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.http.auth.Gates;
import dev.dromedary.routes.http.auth.Workers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is served is served on while the API server is silent or away; when it is back, it is not overrun. */
class OutageIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AWAY = Duration.ofSeconds(6);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Pattern LISTS = Pattern.compile(
            "apiserver_request_total\\{[^}]*resource=\"(?:httptriggers|functions|endpointslices)\"[^}]*verb=\"LIST\"[^}]*\\} (\\d+)");

    private final RealApiServer server = RealApiServer.start();
    private final KubernetesClient client = server.newClient();
    private final String namespace = server.newNamespace();
    private final ApiServer resources = new ApiServer(client, Scope.of(""), "dromedary-router");
    private final DataPath data = DataPath.alone();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Router router = new Router(camel, data, resources, Election.ALONE, Duration.ofSeconds(1));
    private final HttpListener listener = new HttpListener(data, "127.0.0.1", 0, HttpListener.Porter.silent());
    private final Gates gates = new Gates(new MemorySecrets(), Egress.ANYWHERE, Workers.of(1));
    private final RawPod pod = new RawPod(OutageIT::answer);

    OutageIT() throws IOException {}

    private static void answer(Socket socket, int number) throws IOException {
        while (true) {
            RawPod.head(socket);
            socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @BeforeEach
    void start() throws Exception {
        camel.start();
        HttpRoom.open(router, new HttpRoom.Means(listener, gates));
        listener.open();
        apply("kubeless.io/v1beta1", "Function", "hello", "spec: {handler: hello.run}");
        apply(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                "hello",
                """
                addressType: IPv4
                ports: [{name: http, port: %d}]
                endpoints: [{addresses: [%s], conditions: {ready: true}}]
                """
                        .formatted(pod.port(), OwnAddress.get().getHostAddress()));
        trigger("first");
        awaitServed("first");
    }

    @AfterEach
    void stop() throws IOException {
        camel.stop();
        listener.drain(Duration.ZERO, Duration.ZERO);
        router.close();
        gates.close();
        resources.close();
        client.close();
        data.close();
        pod.close();
        server.close();
    }

    @Test
    void whileTheApiServerIsSilentRequestsAreAnswered() {
        server.freeze();
        awaitAway();
        server.thaw();
        trigger("second");
        awaitServed("second");
    }

    @Test
    void whileItIsAwayTooAndWhenItIsBackItIsNotOverrun() {
        server.kill();
        awaitAway();
        server.startAgain();
        trigger("second");
        awaitServed("second");
        assertThat(LISTS.matcher(server.client().raw("/metrics"))
                        .results()
                        .mapToLong(series -> Long.parseLong(series.group(1))))
                .as("lists of a kind: one anew, and the census of the minute")
                .allMatch(lists -> lists <= 2);
    }

    /** Each request meanwhile is answered, and at once. */
    private void awaitAway() {
        await().during(AWAY).atMost(AWAY.plus(SOON)).untilAsserted(() -> {
            long begun = System.nanoTime();
            assertThat(status("first")).isEqualTo(204);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        });
    }

    private void trigger(String name) {
        apply(
                "kubeless.io/v1beta1",
                "HTTPTrigger",
                name,
                "spec: {function-name: hello, host-name: " + name + ".example}");
    }

    private void apply(String version, String kind, String name, String rest) {
        server.client()
                .resource(Yaml.object(
                        """
                        apiVersion: %s
                        kind: %s
                        metadata:
                          namespace: %s
                          name: %s
                          labels: {created-by: kubeless, kubernetes.io/service-name: %s}
                        %s
                        """
                                .formatted(version, kind, namespace, name, name, rest)))
                .serverSideApply();
    }

    private void awaitServed(String trigger) {
        await().atMost(SOON).untilAsserted(() -> assertThat(status(trigger)).isEqualTo(204));
    }

    private int status(String trigger) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            String request = "GET / HTTP/1.1\r\nHost: " + trigger + ".example\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 204".length());
            return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        }
    }
}
