import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;

/**
 * The bare proxy of the bench: what passes on requests on a JVM's event loops costs, with nothing decided on the way. Bodies
 * stream both ways, connections are kept; TLS by BoringSSL, as the router has it.
 *
 * <p>Arguments: port, TLS port, certificate and key (PEM), the function's host:port.
 */
public final class VertxProxy extends AbstractVerticle {

    private static final int CONNECTIONS = 4096;

    private final String[] arguments;
    private RequestOptions function;
    private HttpClient client;

    private VertxProxy(String[] arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] arguments) {
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
                .deployVerticle(() -> new VertxProxy(arguments), new DeploymentOptions().setInstances(loops))
                .onFailure(trouble -> {
                    trouble.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        String[] address = arguments[4].split(":");
        function = new RequestOptions().setHost(address[0]).setPort(Integer.parseInt(address[1]));
        client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        HttpServerOptions tls = options(arguments[1])
                .setSsl(true)
                .setUseAlpn(true)
                .setSslEngineOptions(new OpenSSLEngineOptions())
                .setKeyCertOptions(new PemKeyCertOptions().setCertPath(arguments[2]).setKeyPath(arguments[3]));
        listen(options(arguments[0])).compose(open -> listen(tls)).onComplete(started);
    }

    private static HttpServerOptions options(String port) {
        return new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(port)).setAcceptBacklog(CONNECTIONS);
    }

    private Future<Void> listen(HttpServerOptions options) {
        return vertx.createHttpServer(options).requestHandler(this::pass).listen().mapEmpty();
    }

    private void pass(HttpServerRequest request) {
        boolean body = request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (body) {
            request.pause();
        }
        client.request(new RequestOptions(function).setMethod(request.method()).setURI(request.uri()))
                .compose(call -> send(request, call, body))
                .compose(answer -> answer(request, answer))
                .onFailure(trouble -> request.response().setStatusCode(502).end());
    }

    private static Future<HttpClientResponse> send(HttpServerRequest request, HttpClientRequest call, boolean body) {
        copy(request.headers(), call.headers());
        if (request.authority() != null) {
            call.headers().set(HttpHeaders.HOST, request.authority().toString());
        }
        return body ? call.send(request) : call.send();
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.statusCode());
        copy(answer.headers(), response.headers());
        return request.method().equals(HttpMethod.HEAD) ? response.end() : response.send(answer);
    }

    private static void copy(MultiMap from, MultiMap to) {
        to.addAll(from).remove(HttpHeaders.CONNECTION).remove(HttpHeaders.TRANSFER_ENCODING);
    }
}
