package dev.dromedary.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS listener that the API server calls. */
final class MetricsServer {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final int IDLE_SECONDS = 300;

    private final MetricsApi api;
    private final HttpServer server;
    private volatile FrontProxy proxy;

    private MetricsServer(MetricsApi api, HttpServer server, FrontProxy proxy) {
        this.api = api;
        this.server = server;
        this.proxy = proxy;
    }

    /** Listens; 0 for any free port. */
    static Future<MetricsServer> listen(
            Vertx vertx, int port, MetricsApi api, ServingCertificate own, FrontProxy proxy) {
        HttpServerOptions options = new HttpServerOptions()
                .setPort(port)
                .setSsl(true)
                .setUseAlpn(true)
                .setIdleTimeout(IDLE_SECONDS)
                // Who has no certificate hears so in words; one that nobody we know has signed ends the handshake.
                .setClientAuth(ClientAuth.REQUEST)
                .setKeyCertOptions(key(own))
                .setTrustOptions(trust(proxy));
        MetricsServer made = new MetricsServer(api, vertx.createHttpServer(options), proxy);
        return made.server.requestHandler(made::answer).listen().map(made);
    }

    int port() {
        return server.actualPort();
    }

    /** From now on with this certificate, for this front proxy; connections that are stay. */
    Future<Boolean> change(ServingCertificate own, FrontProxy to) {
        proxy = to;
        SSLOptions options = new SSLOptions();
        options.setKeyCertOptions(key(own)).setTrustOptions(trust(to));
        return server.updateSSLOptions(options);
    }

    Future<Void> close() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        Optional<Caller> caller = proxy.caller(request);
        Future<Reply> reply = caller.isEmpty()
                ? Future.succeededFuture(Reply.unauthorized())
                : request.method().equals(HttpMethod.GET)
                        ? api.get(caller.get(), request.path(), request.params())
                        : Future.succeededFuture(Reply.notAllowed());
        reply.otherwise(MetricsServer::trouble).onSuccess(said -> {
            var unused = request.response()
                    .setStatusCode(said.code())
                    .putHeader("content-type", "application/json")
                    .end(said.body().toBuffer());
        });
    }

    private static Reply trouble(Throwable cause) {
        LOG.warn("A question could not be answered because={}", cause.toString());
        return Reply.unavailable("This cannot be answered now: the API server could not be asked who may read it");
    }

    private static PemKeyCertOptions key(ServingCertificate own) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(own.certificate()))
                .addKeyValue(Buffer.buffer(own.key()));
    }

    private static PemTrustOptions trust(FrontProxy proxy) {
        return new PemTrustOptions().addCertValue(Buffer.buffer(proxy.authority()));
    }
}
