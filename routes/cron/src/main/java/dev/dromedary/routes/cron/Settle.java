package dev.dromedary.routes.cron;

import dev.dromedary.routes.core.invoke.Answer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer to its end, so that the connection is free again; one that is no success fails the exchange. */
final class Settle implements Processor {

    @Override
    public void process(Exchange exchange) {
        Answer answer = exchange.getMessage().getBody(Answer.class);
        answer.discard();
        if (!answer.isSuccess()) {
            throw new IllegalStateException(
                    "The function answered " + answer.status().code());
        }
    }
}
