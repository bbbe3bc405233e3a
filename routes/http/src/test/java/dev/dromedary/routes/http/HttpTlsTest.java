package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.http.tls.Ca;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The listener for TLS, with clients that trust nobody else. */
class HttpTlsTest {

    @TempDir
    Path folder;

    private final HttpBench door;

    HttpTlsTest() throws Exception {
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    private Map<String, byte[]> certificate(String names) throws Exception {
        Map<String, byte[]> entries = new Ca(folder).secret(names);
        door.secrets.put(new Key("default", "tls"), entries);
        return entries;
    }

    private static SSLContext trusting(Map<String, byte[]> entries) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(entries.get("tls.crt"))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private SSLSocket open(SSLContext context, String host) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        new Socket(InetAddress.getLoopbackAddress(), door.listener.securedPort()), host, 443, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @ParameterizedTest
    @EnumSource
    void aTriggersCertificateIsShownAndTheFunctionKnowsOfIt(HttpClient.Version version) throws Exception {
        SSLContext trust = trusting(certificate("DNS:localhost"));
        door.bench.put(
                Kind.HTTP_TRIGGER,
                """
                ---
                apiVersion: kubeless.io/v1beta1
                kind: HTTPTrigger
                metadata: {namespace: default, name: t, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {host-name: localhost, function-name: hello, tls-secret: tls}
                """);
        door.awaitReason("t", "CertificateShown");
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trust).version(version).build()) {
            URI uri = URI.create("https://localhost:" + door.listener.securedPort() + "/hello/echo");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1_000_000)))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).hasSize(1_000_000);
        }
        assertThat(door.seen).extracting(seen -> seen.get("proto")).containsExactly("https");
    }

    @Test
    void aRotatedCertificateIsShownFromTheNextConnectionOnAndNoOpenOneEnds() throws Exception {
        Map<String, byte[]> first = certificate("DNS:a.example");
        door.ruled("tls-secret: tls");
        door.awaitReason("ruled", "CertificateShown");
        try (SSLSocket old = open(trusting(first), "a.example")) {
            Map<String, byte[]> second = certificate("DNS:a.example");
            try (SSLSocket next = open(trusting(second), "a.example")) {
                assertThat(status(next)).isEqualTo("HTTP/1.1 418");
            }
            assertThatThrownBy(() -> open(trusting(first), "a.example")).isInstanceOf(SSLException.class);
            assertThat(status(old)).isEqualTo("HTTP/1.1 418");
        }
    }

    private static String status(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /hello HTTP/1.1\r\nHost: a.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void whoAsksForAnUnknownHostIsToldSo() throws Exception {
        Map<String, byte[]> entries = certificate("DNS:a.example");
        door.ruled("tls-secret: tls");
        door.awaitReason("ruled", "CertificateShown");
        assertThatThrownBy(() -> open(trusting(entries), "b.example"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unrecognized_name");
    }

    @Test
    void theInstallationsOwnIsShownForHostsWithoutOne() throws Exception {
        door.ruled("methods: [GET]");
        Map<String, byte[]> own = new Ca(folder).secret("DNS:a.example");
        door.secrets.put(new Key("kubeless", "router-tls"), own);
        try (SSLSocket socket = open(trusting(own), "a.example")) {
            assertThat(status(socket)).isEqualTo("HTTP/1.1 418");
            assertThat(((X509Certificate) socket.getSession().getPeerCertificates()[0])
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=test");
        }
    }

    @Test
    void aMissingSecretIsSaidInTheStatusUntilItIsThere() throws Exception {
        door.ruled("tls-secret: tls");
        door.awaitReason("ruled", "CertificateUnfit");
        assertThat(door.get("a.example", "/hello").statusCode()).isEqualTo(418);
        certificate("DNS:a.example");
        door.awaitReason("ruled", "CertificateShown");
    }

    @Test
    void whatIsNoTlsEndsAtOnce() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.listener.securedPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(5_000);
            await().until(() -> socket.getInputStream().read() < 0);
        }
    }
}
