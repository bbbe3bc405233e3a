package dev.dromedary.routes.http;

import dev.dromedary.routes.http.rules.CorsRule;
import dev.dromedary.routes.http.rules.Rules;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Whether a request may go on to the function; if not, it is answered here, and the route ends. */
final class Check implements Processor {

    private static final int NO_CONTENT = 204;

    @Override
    public void process(Exchange exchange) {
        Visit visit = exchange.getMessage().getBody(Visit.class);
        if (!goesOn(visit)) {
            exchange.setRouteStop(true);
        }
    }

    private static boolean goesOn(Visit visit) {
        Rules rules = visit.plan().rules();
        if (rules.cors().isPresent() && CorsRule.isPreflight(visit.head().request())) {
            HttpHeaders answer = rules.cors().get().preflight(visit.head().request());
            visit.response().send(NO_CONTENT, answer, Unpooled.EMPTY_BUFFER);
            return false;
        }
        if (!rules.takes(visit.head().request().method())) {
            HttpHeaders headers = Refusal.headers();
            headers.set(
                    HttpHeaderNames.ALLOW,
                    rules.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
            Refusal.send(visit, 405, headers, "This trigger takes other methods");
            return false;
        }
        if (visit.head().length() > rules.limits().body()) {
            visit.refuse(413, tooLong(rules));
            return false;
        }
        return isLetIn(visit, rules);
    }

    private static boolean isLetIn(Visit visit, Rules rules) {
        Optional<Admission.Refused> refused =
                visit.admission().enter(rules.limits(), visit.connection().client(), System.nanoTime());
        if (refused.isPresent()) {
            HttpHeaders headers = Refusal.headers();
            headers.set(HttpHeaderNames.RETRY_AFTER, refused.get().retrySeconds());
            Refusal.send(visit, refused.get().status(), headers, refused.get().message());
            return false;
        }
        visit.letIn();
        visit.body().limit(rules.limits().body(), () -> visit.refuse(413, tooLong(rules)));
        return true;
    }

    private static String tooLong(Rules rules) {
        return "A body of more than " + rules.limits().body() + " bytes is not taken here";
    }
}
