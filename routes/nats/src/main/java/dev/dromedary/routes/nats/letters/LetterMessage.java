package dev.dromedary.routes.nats.letters;

import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.nats.consume.NatsEvent;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A letter as a message: its event's bytes and headers as they were, and beside them why it was not taken. */
final class LetterMessage {

    /** Headers by which NATS itself is steered: one may empty a whole stream. */
    private static final String STEERING = "nats-";

    private static final String KEPT = "dead-letter-header-";
    private static final String SUBJECT = "dead-letter-subject";

    private LetterMessage() {}

    static Message of(String subject, Letter letter) {
        Headers headers = new Headers();
        if (letter.event() instanceof NatsEvent event) {
            own(event.message(), headers);
            headers.put(SUBJECT, event.message().getSubject().replaceAll("[^\\x21-\\x7e]", "?"));
        } else {
            HttpHeaders told = new DefaultHttpHeaders();
            letter.event().describe(told);
            told.forEach(header -> headers.add(header.getKey(), header.getValue()));
        }
        letter.headers().forEach(headers::put);
        return NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(letter.event().body())
                .build();
    }

    private static void own(Message message, Headers headers) {
        if (message.getHeaders() != null) {
            for (Map.Entry<String, List<String>> header : message.getHeaders().entrySet()) {
                boolean steering = header.getKey().toLowerCase(Locale.ROOT).startsWith(STEERING);
                headers.add((steering ? KEPT : "") + header.getKey(), header.getValue());
            }
        }
    }
}
