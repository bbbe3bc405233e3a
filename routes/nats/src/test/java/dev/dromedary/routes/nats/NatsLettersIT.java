package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a function does not take is kept in a stream, as it was. */
class NatsLettersIT {

    private final Ground ground = new Ground(RealNats.shared());
    private final String name = Ground.name();

    @AfterEach
    void leave() {
        ground.close();
    }

    private String spec() {
        return "topic: " + name + ".in, jetStream: {stream: " + name + ", startPosition: all},"
                + " delivery: {deadLetter: {nats: {subject: " + name + "-failed}}}";
    }

    @Test
    void aLetterHasTheBytesTheHeadersAndTheReason() throws Exception {
        ground.stream(name, name + ".in");
        ground.stream(name + "-letters", name + "-failed");
        Headers headers = new Headers().add("twice", "a", "b").add("Nats-Msg-Id", "steers");
        byte[] body = {0, 1, -1};
        ground.connection().jetStream().publish(name + ".in", headers, body);
        try (Copy copy = new Copy(ground.nats().url()).function("f", 400).trigger("t", spec())) {
            await().atMost(Copy.SOON).until(() -> ground.isSettled(name, "default_t_f"));
            List<Message> letters = ground.all(name + "-letters", name + "-failed");
            assertThat(letters).hasSize(1);
            Message letter = letters.get(0);
            assertThat(letter.getData()).isEqualTo(body);
            Headers kept = letter.getHeaders();
            assertThat(kept.get("twice")).containsExactly("a", "b");
            assertThat(kept.getFirst("dead-letter-header-Nats-Msg-Id")).isEqualTo("steers");
            assertThat(kept.containsKey("Nats-Msg-Id")).isFalse();
            assertThat(kept.getFirst("dead-letter-reason")).isEqualTo("Refused");
            assertThat(kept.getFirst("dead-letter-message")).contains("400");
            assertThat(kept.getFirst("dead-letter-subject")).isEqualTo(name + ".in");
            assertThat(kept.getFirst("dead-letter-event-id")).isEqualTo(name + "-1");
            assertThat(copy.seen()).hasSize(1);
        }
    }

    @Test
    void aSubjectThatNoStreamKeepsTakesNoLetterAndTheMessageIsHeld() throws Exception {
        ground.stream(name, name + ".in");
        ground.keep(name + ".in", 0, 1);
        try (Copy copy = new Copy(ground.nats().url())
                .function("f", 400)
                .trigger("t", spec())
                .saying("t", "EventsHeld")) {
            assertThat(copy.status("t")).contains("No stream keeps the subject");
            assertThat(ground.isSettled(name, "default_t_f")).isFalse();
            ground.stream(name + "-letters", name + "-failed");
            await().atMost(Copy.SOON).until(() -> ground.isSettled(name, "default_t_f"));
            assertThat(ground.all(name + "-letters", name + "-failed")).hasSize(1);
        }
    }
}
