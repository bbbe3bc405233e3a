package dev.dromedary.routes.http;

import dev.dromedary.routes.core.Call;
import dev.dromedary.routes.core.EventHeaders;
import dev.dromedary.routes.core.Headers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes a request a {@link Call}: path, query, headers and body as they are, identity and origin said by us. */
final class ToCall implements Processor {

    /** Where the visit is kept while the body of the exchange is the call, then the answer. */
    static final String VISIT = "visit";

    private static final String NAMESPACE = "httptriggers.kubeless.io";

    @Override
    public void process(Exchange exchange) {
        Visit visit = exchange.getMessage().getBody(Visit.class);
        exchange.setProperty(VISIT, visit);
        if (visit.plan().cors() && Cors.isPreflight(visit.request())) {
            Cors.answerPreflight(visit.request());
            exchange.setRouteStop(true);
            return;
        }
        HttpServerRequest request = visit.request();
        MultiMap headers = Headers.withoutHopByHop(request.headers());
        EventHeaders.strip(headers);
        event(headers).set(headers);
        origin(request, headers);
        exchange.getMessage()
                .setBody(new Call(
                        visit.plan().function(),
                        request.method(),
                        request.uri(),
                        headers,
                        body(request),
                        gone(request)));
    }

    /** A CloudEvents sender names its event; any other event is named here. */
    private static EventHeaders event(MultiMap headers) {
        String id = headers.contains("ce-id")
                ? headers.get("ce-id")
                : UUID.randomUUID().toString();
        String content = headers.contains(HttpHeaders.CONTENT_TYPE) ? headers.get(HttpHeaders.CONTENT_TYPE) : "";
        String type = headers.contains("ce-type") ? headers.get("ce-type") : content;
        return new EventHeaders(
                id, type, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(), NAMESPACE);
    }

    private static void origin(HttpServerRequest request, MultiMap headers) {
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
            headers.set(HttpHeaders.HOST, request.authority().toString());
        }
    }

    private static Call.Body body(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return new Call.Stream(request, Long.parseLong(length));
        }
        boolean bodyless =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        return chunked || (!bodyless && request.version() == io.vertx.core.http.HttpVersion.HTTP_2)
                ? new Call.Stream(request, -1)
                : new Call.None();
    }

    /** Completes when the client has gone before the answer. */
    private static Future<Void> gone(HttpServerRequest request) {
        Promise<Void> gone = Promise.promise();
        request.response().closeHandler(closed -> gone.tryComplete());
        return gone.future();
    }
}
