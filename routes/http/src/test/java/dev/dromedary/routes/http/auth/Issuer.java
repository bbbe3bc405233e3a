package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An issuer's HTTPS server on loopback, with a certificate for {@code localhost} that the JDK's keytool made. */
final class Issuer implements AutoCloseable {

    private static final KeyStore STORE = store();

    /** Paths that were asked for. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final HttpsServer server;
    private volatile Answer keys = exchange -> send(exchange, 200, Mint.set());
    private volatile Answer configuration = exchange -> send(exchange, 404, "");

    /** How a request is answered. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    Issuer() throws IOException, GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(STORE, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Whom to trust for it. */
    static SslContext trust() throws IOException, GeneralSecurityException {
        return SslContextBuilder.forClient()
                .trustManager((X509Certificate) STORE.getCertificate("issuer"))
                .build();
    }

    /** Its certificate, in PEM. */
    static String bundle() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(STORE.getCertificate("issuer").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    URI keysUri() {
        return URI.create(url() + "/keys?of=all");
    }

    void keys(Answer answer) {
        keys = answer;
    }

    void keys(JWK... jwks) {
        keys = exchange -> send(exchange, 200, Mint.set(jwks));
    }

    void configuration(String issuer, String keysUri) {
        configuration = exchange -> send(
                exchange, 200, "{\"issuer\": \"" + issuer + "\", \"jwks_uri\": \"" + keysUri + "\", \"other\": []}");
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        if (exchange.getRequestURI().getPath().equals("/keys")) {
            keys.to(exchange);
        } else {
            configuration.to(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static KeyStore store() {
        try {
            Path file = Files.createTempDirectory("issuer").resolve("store.p12");
            String options = "-genkeypair -alias issuer -keyalg EC -dname CN=issuer -ext san=dns:localhost"
                    + " -storetype PKCS12 -storepass changeit -keystore";
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(options.split(" ", -1)));
            command.add(file.toString());
            if (new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() != 0) {
                throw new IllegalStateException("keytool made no certificate");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, "changeit".toCharArray());
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
