package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.Answer;
import dev.dromedary.routes.http.rules.Rules;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Hands the function's answer to the client as it comes: status, headers, body, trailers. */
final class Reply extends AsyncProcessorSupport {

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Visit visit = exchange.getProperty(Check.VISIT, Visit.class);
        Answer answer = exchange.getMessage().getBody(Answer.class);
        Rules rules = visit.journey().plan().rules();
        rules.cors().ifPresent(cors -> cors.allow(answer.headers(), visit.head().origin()));
        rules.toClient().apply(answer.headers());
        answer.headers().set(RequestId.HEADER, visit.journey().id());
        visit.send(answer, () -> callback.done(false));
        return false;
    }
}
