package dev.dromedary.routes.http;

import dev.dromedary.routes.http.auth.Outcome;
import dev.dromedary.routes.http.auth.Verdict;
import dev.dromedary.routes.http.rules.CorsRule;
import dev.dromedary.routes.http.rules.Rules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Whether a request may go on to the function, as a call; if not, it is answered here, and the route ends. */
final class Check extends AsyncProcessorSupport {

    /** As much as GitHub sends; others send less. */
    private static final int LONGEST_SIGNED = 25 * 1024 * 1024;

    /** Where the visit is kept while the body of the exchange is the call, then the answer. */
    static final String VISIT = "visit";

    private static final int NO_CONTENT = 204;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final ToCall toCall;

    Check(ToCall toCall) {
        this.toCall = toCall;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Visit visit = exchange.getMessage().getBody(Visit.class);
        if (!goesOn(visit)) {
            exchange.setRouteStop(true);
            callback.done(true);
            return true;
        }
        Asking asking = new Asking(exchange, callback, visit, toCall);
        if (visit.journey().gate().wantsBody()) {
            visit.body().gather(visit.connection().listener().gathering(LONGEST_SIGNED, asking));
            return false;
        }
        return switch (asking.outcome(Unpooled.EMPTY_BUFFER)) {
            case Verdict verdict -> {
                asking.settle(verdict);
                callback.done(true);
                yield true;
            }
            case Outcome.Later later -> {
                asking.await(later, Unpooled.EMPTY_BUFFER);
                yield false;
            }
        };
    }

    private static boolean goesOn(Visit visit) {
        Rules rules = visit.journey().plan().rules();
        if (rules.cors().isPresent() && CorsRule.isPreflight(visit.head().request())) {
            HttpHeaders answer = rules.cors().get().preflight(visit.head().request());
            answer.set(RequestId.HEADER, visit.journey().id());
            visit.response().send(NO_CONTENT, answer, Unpooled.EMPTY_BUFFER);
            return false;
        }
        if (!rules.takes(visit.head().request().method())) {
            HttpHeaders headers = Refusal.headers();
            headers.set(
                    HttpHeaderNames.ALLOW,
                    rules.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
            visit.refuse(405, headers, "This trigger takes other methods");
            return false;
        }
        if (visit.head().length() > rules.limits().body()) {
            visit.refuse(TOO_LARGE, tooLong(rules.limits().body()));
            return false;
        }
        return isLetIn(visit, rules);
    }

    private static boolean isLetIn(Visit visit, Rules rules) {
        Optional<Admission.Refused> refused = visit.journey()
                .admission()
                .enter(
                        rules.limits(),
                        visit.client(),
                        System.nanoTime(),
                        visit.connection().listener()::hasRoom);
        if (refused.isPresent()) {
            HttpHeaders headers = Refusal.headers();
            headers.set(HttpHeaderNames.RETRY_AFTER, refused.get().retrySeconds());
            visit.refuse(refused.get().status(), headers, refused.get().message());
            return false;
        }
        visit.journey().letIn();
        long most = rules.limits().body();
        visit.body().limit(most, () -> visit.refuse(TOO_LARGE, tooLong(most)));
        return true;
    }

    private static String tooLong(long most) {
        return "A body of more than " + most + " bytes is not taken here";
    }

    /** Asks who calls, now or once the body is there; the route goes on once it is known. */
    private record Asking(Exchange exchange, AsyncCallback callback, Visit visit, ToCall toCall)
            implements Gathering.Gathered {

        Outcome outcome(ByteBuf body) {
            return visit.journey().gate().check(visit.head().request().headers(), body, Instant.now());
        }

        void await(Outcome.Later later, ByteBuf body) {
            body.retain();
            var unused = later.verdict()
                    .thenAcceptAsync(
                            verdict -> {
                                body.release();
                                finish(verdict);
                            },
                            visit.connection().channel().eventLoop());
        }

        void settle(Verdict verdict) {
            if (verdict instanceof Verdict.Allowed allowed && !visit.isOver()) {
                visit.journey().allowed(allowed);
                goOn();
                return;
            }
            exchange.setRouteStop(true);
            switch (verdict) {
                case Verdict.Allowed late -> late.receipt().forget();
                case Verdict.Refused refused -> {
                    HttpHeaders headers = Refusal.headers();
                    refused.headers().forEach(headers::set);
                    visit.refuse(refused.status(), headers, refused.message());
                }
            }
        }

        /** Camel sees no exception of a verdict that comes later, and the request would be answered by nobody. */
        private void goOn() {
            exchange.setProperty(VISIT, visit);
            try {
                exchange.getMessage().setBody(toCall.of(visit));
            } catch (RuntimeException e) {
                exchange.setException(e);
            }
        }

        private void finish(Verdict verdict) {
            settle(verdict);
            callback.done(false);
        }

        @Override
        public void whole(ByteBuf body) {
            switch (outcome(body)) {
                case Verdict verdict -> finish(verdict);
                case Outcome.Later later -> await(later, body);
            }
        }

        @Override
        public void tooLong() {
            visit.refuse(TOO_LARGE, Check.tooLong(LONGEST_SIGNED));
            broken();
        }

        @Override
        public void noRoom() {
            visit.refuse(UNAVAILABLE, "Too many signed requests are being received");
            broken();
        }

        @Override
        public void broken() {
            exchange.setRouteStop(true);
            callback.done(false);
        }
    }
}
