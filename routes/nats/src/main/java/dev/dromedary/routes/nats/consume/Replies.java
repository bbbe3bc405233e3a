package dev.dromedary.routes.nats.consume;

import dev.dromedary.routes.core.deliver.Figures;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers who asked by a message: with what the function answered, or with an error as services of NATS say it
 * ({@code Nats-Service-Error}, {@code Nats-Service-Error-Code}).
 *
 * @param asker the subject that he listens to; empty: nobody asked
 */
record Replies(Connection connection, Optional<String> asker) implements NatsEvent.Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final byte[] NOTHING = {};
    private static final int LONGEST = 300;

    @Override
    public boolean isAwaited() {
        return asker.isPresent();
    }

    @Override
    public void over(Figures.Outcome outcome, String why, NatsEvent.Response response) {
        asker.ifPresent(to -> {
            try {
                connection.publish(NatsMessage.builder()
                        .subject(to)
                        .headers(headers(outcome, why, response))
                        .data(isWhole(outcome, response) ? response.body() : NOTHING)
                        .build());
            } catch (IllegalStateException | IllegalArgumentException e) {
                LOG.debug("A reply is not sent", e);
            }
        });
    }

    private boolean isWhole(Figures.Outcome outcome, NatsEvent.Response response) {
        return outcome == Figures.Outcome.DELIVERED
                && response != null
                && response.body() != null
                && response.body().length <= connection.getMaxPayload();
    }

    private Headers headers(Figures.Outcome outcome, String why, NatsEvent.Response response) {
        Headers headers = new Headers();
        switch (outcome) {
            case DELIVERED -> {
                if (response != null && !isWhole(outcome, response)) {
                    error(headers, "500", "The function's answer is longer than a message can be");
                } else if (response != null && response.type() != null) {
                    headers.put("Content-Type", printable(response.type()));
                }
            }
            case FILTERED -> error(headers, "400", "The trigger has a filter that does not let the message pass");
            default -> error(headers, "503", why.isEmpty() ? "The message was not taken" : why);
        }
        return headers;
    }

    private static void error(Headers headers, String code, String why) {
        headers.put("Nats-Service-Error-Code", code);
        headers.put("Nats-Service-Error", printable(why));
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(LONGEST, text.length())).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
