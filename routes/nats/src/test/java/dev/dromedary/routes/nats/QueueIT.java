package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import dev.dromedary.routes.core.Seen;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages as they are published: Kubeless' way. */
class QueueIT {

    private final Ground ground = new Ground(RealNats.shared());
    private final String subject = Ground.name();

    @AfterEach
    void leave() {
        ground.close();
    }

    private Copy copy() {
        return new Copy(ground.nats().url());
    }

    @Test
    void aTriggerOfKubelessWorksUnchangedForEveryFunctionThatItSelects() throws Exception {
        try (Copy copy = copy().function("one", 200).function("two", 200)) {
            copy.trigger(
                            "t",
                            "topic: '" + subject
                                    + ".*', functionSelector: {matchExpressions: [{key: function, operator: Exists}]}")
                    .consuming("t");
            Headers headers = new Headers().add("traffic", "red").add("Content-Type", "text/plain");
            ground.connection().publish(subject + ".a", headers, "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
            ground.connection().publish(subject + ".b", "{\"b\": 1}".getBytes(StandardCharsets.UTF_8));
            copy.awaitSeen(4);
            assertThat(copy.seen()).extracting(Seen::by).containsExactlyInAnyOrder("one", "two", "one", "two");
            Seen first = copy.seen().stream()
                    .filter(seen -> seen.body().contains("a"))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.headers())
                    .containsEntry("event-namespace", "natstriggers.kubeless.io")
                    .containsEntry("event-type", "text/plain")
                    .containsEntry("event-subject", subject + ".a")
                    .containsEntry("event-header-traffic", "red")
                    .containsEntry("ce-type", "dev.dromedary.nats.message");
            assertThat(first.id()).matches("[A-Za-z0-9_-]{15}");
            assertThat(copy.seen())
                    .anyMatch(seen -> "application/json".equals(seen.headers().get("event-type")));
        }
    }

    @Test
    void theRouteShowsItsSteps() throws Exception {
        try (Copy copy = copy().function("one", 200)) {
            copy.trigger("t", "topic: " + subject).consuming("t");
            assertThat(((ModelCamelContext) copy.bench().camel())
                            .getRouteDefinition("natstrigger/default/t/one")
                            .getOutputs())
                    .hasSize(4);
        }
    }

    @Test
    void twoCopiesDivideTheMessagesAndLoseNoneWhenOneLeaves() throws Exception {
        try (Copy stays =
                copy().function("f", 200).trigger("t", "topic: " + subject).consuming("t")) {
            Copy leaves =
                    copy().function("f", 200).trigger("t", "topic: " + subject).consuming("t");
            try (leaves) {
                ground.publish(subject, 0, 500);
                await().atMost(Copy.SOON)
                        .until(() -> stays.seen().size() + leaves.seen().size() == 500);
                assertThat(stays.seen()).isNotEmpty();
                assertThat(leaves.seen()).isNotEmpty();
                ground.publish(subject, 500, 1000);
            }
            ground.publish(subject, 1000, 1100);
            await().atMost(Copy.SOON)
                    .until(() -> stays.seen().size() + leaves.seen().size() >= 1100);
            assertThat(Stream.concat(stays.bodies().stream(), leaves.bodies().stream()))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 1100).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void whoAsksIsAnsweredWithWhatTheFunctionAnswersOrWithWhyNot() throws Exception {
        try (Copy copy = copy().function("f", (request, body) -> {
            boolean good = !body.equals("bad");
            request.response()
                    .setStatusCode(good ? 200 : 400)
                    .putHeader("content-type", "text/plain")
                    .end(body + "!");
        })) {
            copy.trigger("t", "topic: " + subject).consuming("t");
            Message answer = ground.ask(subject, "hello", null);
            assertThat(new String(answer.getData(), StandardCharsets.UTF_8)).isEqualTo("hello!");
            assertThat(answer.getHeaders().getFirst("Content-Type")).isEqualTo("text/plain");
            Message refused = ground.ask(subject, "bad", null);
            assertThat(refused.getHeaders().getFirst("Nats-Service-Error")).contains("400");
            assertThat(refused.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("503");
            assertThat(copy.bench()
                            .router()
                            .deliveries()
                            .flows()
                            .iterator()
                            .next()
                            .figures()
                            .held())
                    .isZero();
        }
    }

    @Test
    void whoDoesNotWantItToReplySaysSo() throws Exception {
        try (Copy copy = copy().function("f", 200)) {
            copy.trigger("t", "topic: " + subject + ", reply: false").consuming("t");
            var answer = ground.connection().request(subject, new byte[] {'a'});
            copy.awaitSeen(1);
            assertThat(answer).isNotDone();
            answer.cancel(true);
        }
    }

    @Test
    void whatDoesNotFitIsCountedAndSaid() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        AtomicBoolean open = new AtomicBoolean();
        try (Copy copy = copy().function("f", (request, body) -> {
            if (open.get()) {
                request.response().end();
            } else {
                held.add(request);
            }
        })) {
            copy.trigger("t", "topic: " + subject).consuming("t");
            ground.publish(subject, 0, 5000);
            copy.saying("t", "SourceTroubled");
            assertThat(copy.status("t")).contains("gives up what comes beyond");
            var figures =
                    copy.bench().router().deliveries().flows().iterator().next().figures();
            await().atMost(Copy.SOON).until(() -> figures.received() == 5000);
            open.set(true);
            held.forEach(request -> request.response().end());
            await().atMost(Copy.SOON).until(() -> figures.open() == 0);
            assertThat(figures.dropped()).isPositive();
            assertThat(figures.delivered() + figures.dropped()).isEqualTo(5000);
        }
    }

    @Test
    void stoppingTheRouteStopsTheConsumptionAndFinishesWhatIsHere() throws Exception {
        try (Copy copy = copy().function("f", (request, body) -> vertx().setTimer(
                        300, done -> request.response().end()))) {
            copy.trigger("t", "topic: " + subject).consuming("t");
            ground.publish(subject, 0, 100);
            copy.awaitSeen(1);
            copy.stop("t", "f");
            assertThat(copy.bodies()).hasSize(100);
            ground.publish(subject, 100, 110);
            copy.start("t", "f");
            copy.consuming("t");
            ground.publish(subject, 110, 111);
            await().atMost(Copy.SOON).until(() -> copy.bodies().contains("110"));
            assertThat(copy.bodies()).hasSize(101);
        }
    }

    private static io.vertx.core.Vertx vertx() {
        return io.vertx.core.Vertx.currentContext().owner();
    }

    @Test
    void aServerThatIsAwayAtTheStartAndThatIsKilledIsFoundAgain() throws Exception {
        try (RealNats nats = RealNats.reserve();
                Ground there = new Ground(nats);
                Copy copy = new Copy(nats.url()).function("f", 200)) {
            copy.trigger("t", "topic: " + subject).saying("t", "SourceUnreachable");
            nats.startAgain();
            copy.consuming("t");
            there.publish(subject, 0, 1);
            copy.awaitSeen(1);
            nats.kill();
            copy.saying("t", "SourceUnreachable");
            nats.startAgain();
            copy.consuming("t");
            // What the test's own client has under way as the server goes is not answered.
            await().atMost(Copy.SOON)
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreException(TimeoutException.class)
                    .until(() -> {
                        there.publish(subject, 1, 2);
                        return copy.bodies().contains("1");
                    });
        }
    }

    @Test
    void openingAndClosingLeavesNothingBehind() throws Exception {
        try (Copy copy = copy().function("f", 200)) {
            copy.trigger("t", "topic: " + subject).consuming("t");
            copy.stop("t", "f");
            await().atMost(Copy.SOON).until(() -> Ground.threads() <= 1);
            long files = Ground.openFiles();
            for (int cycle = 0; cycle < 100; cycle++) {
                copy.start("t", "f");
                if (cycle % 10 == 0) {
                    copy.consuming("t");
                }
                copy.stop("t", "f");
            }
            await().atMost(Copy.SOON).until(() -> Ground.openFiles() <= files + 5);
            await().atMost(Copy.SOON).until(() -> Ground.threads() <= 1);
        }
    }
}
