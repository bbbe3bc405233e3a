package dev.dromedary.routes.http;

import dev.dromedary.routes.core.Answer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Hands the function's answer to the client as it comes: status, headers, body, trailers. */
final class Reply extends AsyncProcessorSupport {

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Visit visit = exchange.getProperty(ToCall.VISIT, Visit.class);
        Answer answer = exchange.getMessage().getBody(Answer.class);
        send(visit, answer).onComplete(sent -> {
            if (sent.failed()) {
                // The head is out: cutting the connection is the only way left to say that the body is not whole.
                visit.request().connection().close();
            }
            callback.done(false);
        });
        return false;
    }

    private static Future<Void> send(Visit visit, Answer answer) {
        HttpServerRequest request = visit.request();
        HttpServerResponse response = request.response();
        if (response.closed()) {
            answer.body().handler(dropped -> {}).resume();
            return Future.succeededFuture();
        }
        response.setStatusCode(answer.status());
        MultiMap headers = response.headers().addAll(answer.headers());
        if (visit.plan().cors()) {
            Cors.allow(headers);
        }
        if (isBodyless(request, answer)) {
            answer.body().handler(dropped -> {}).resume();
            return response.end();
        }
        if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        return answer.body().pipe().endOnComplete(false).to(response).compose(piped -> {
            response.trailers().addAll(answer.trailers().get());
            return response.end();
        });
    }

    private static boolean isBodyless(HttpServerRequest request, Answer answer) {
        return request.method().equals(HttpMethod.HEAD) || answer.status() == 204 || answer.status() == 304;
    }
}
