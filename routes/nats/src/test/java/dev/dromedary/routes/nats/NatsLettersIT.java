package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Letter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
                + " delivery: {backoff: {initial: 100ms, max: 1s}, deadLetter: {nats: {subject: " + name + "-failed}}}";
    }

    @Test
    void aLetterHasTheBytesTheHeadersAndTheReason() throws Exception {
        ground.stream(name, name + ".in");
        ground.stream(name + "-letters", name + "-failed");
        Headers headers = new Headers().add("twice", "a", "b").add("Nats-Msg-Id", "steers");
        byte[] body = {0, 1, -1};
        ground.connection().jetStream().publish(name + ".in", headers, body);
        try (Copy copy = new Copy(ground.nats().url()).function("f", 400).trigger("t", spec())) {
            await().atMost(Copy.SOON).ignoreExceptions().until(() -> ground.isSettled(name, "default_t_f"));
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

    /** Such as a tick, in a room that knows nothing of NATS. */
    private record Foreign() implements Event {

        @Override
        public String id() {
            return "uid/2026";
        }

        @Override
        public Object key() {
            return null;
        }

        @Override
        public Instant time() {
            return Instant.EPOCH;
        }

        @Override
        public byte[] body() {
            return new byte[] {7};
        }

        @Override
        public Object position() {
            return 1;
        }

        @Override
        public ContentType contentType() {
            return ContentType.of(body());
        }

        @Override
        public CloudEvent cloudEvent() {
            return new CloudEvent(id(), "/test", "test", time().toString());
        }

        @Override
        public void describe(HttpHeaders headers) {
            headers.set("event-id", id());
        }
    }

    @Test
    void aTriggerOfAnotherKindHasItsLettersKeptByTheInstallationsServers() throws Exception {
        ground.stream(name + "-letters", name + "-failed");
        Letter letter = new Letter(
                new TriggerId(Kind.CRON_JOB_TRIGGER, new Key("default", "nightly")),
                new Key("default", "f"),
                new Foreign(),
                Letter.Reason.Exhausted,
                "The function answered 500",
                5,
                Instant.EPOCH);
        try (Copy copy = new Copy(ground.nats().url())) {
            CompletableFuture<Optional<String>> kept = new CompletableFuture<>();
            copy.letters().keep(letter, new LetterTarget.Nats(name + "-failed"), kept::complete);
            assertThat(kept.get(20, TimeUnit.SECONDS)).isEmpty();
            Message message = ground.all(name + "-letters", name + "-failed").get(0);
            assertThat(message.getData()).containsExactly(7);
            assertThat(message.getHeaders().getFirst("event-id")).isEqualTo("uid/2026");
            assertThat(message.getHeaders().getFirst("dead-letter-attempts")).isEqualTo("5");
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
