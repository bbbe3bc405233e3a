package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import dev.dromedary.routes.core.Seen;
import io.nats.client.api.ConsumerConfiguration;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of a stream: none is lost, whoever is killed. */
class StreamIT {

    private static final String DURABLE = "default_t_f";

    private final Ground ground = new Ground(RealNats.shared());
    private final String name = Ground.name();

    @AfterEach
    void leave() {
        ground.close();
    }

    private String spec(String more) {
        return "topic: '" + name + ".>', jetStream: {stream: " + name + ", startPosition: all" + more + "}";
    }

    private Copy copy() {
        return new Copy(ground.nats().url());
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(String::valueOf).toList();
    }

    private void awaitSettled(Ground at) {
        await().atMost(Copy.SOON).until(() -> at.isSettled(name, DURABLE));
    }

    @Test
    void aStreamThatIsMissingIsWaitedForAndThenRead() throws Exception {
        try (Copy copy = copy().function("f", 200).trigger("t", spec("")).saying("t", "SourceMissing")) {
            assertThat(copy.status("t")).contains("There is no stream " + name);
            ground.stream(name, name + ".>");
            ground.keep(name + ".a", 0, 20);
            copy.awaitSeen(20);
            copy.consuming("t");
            awaitSettled(ground);
            Seen first = copy.seen().stream()
                    .filter(seen -> seen.body().equals("0"))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.id()).isEqualTo(name + "-1");
            assertThat(first.headers())
                    .containsEntry("event-sequence", "1")
                    .containsEntry("event-stream", name)
                    .containsEntry("event-deliveries", "1");
            assertThat(copy.bodies()).containsExactlyInAnyOrderElementsOf(numbers(20));
        }
    }

    @Test
    void aRestartGoesOnAndRepeatsNothingThatIsSettled() throws Exception {
        ground.stream(name, name + ".>");
        ground.keep(name + ".a", 0, 100);
        try (Copy copy = copy().function("f", 200).trigger("t", spec(""))) {
            copy.awaitSeen(100);
            awaitSettled(ground);
            copy.stop("t", "f");
            ground.keep(name + ".a", 100, 120);
            copy.start("t", "f");
            copy.awaitSeen(120);
            awaitSettled(ground);
            assertThat(copy.bodies()).containsExactlyInAnyOrderElementsOf(numbers(120));
        }
    }

    @Test
    void whatACopyLeavesUnsettledComesToAnotherAtOnce() throws Exception {
        ground.stream(name, name + ".>");
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Copy stays = copy().function("f", 200);
                Copy leaves = copy().function("f", (request, body) -> held.add(request))
                        .trigger("t", spec(""))
                        .consuming("t")) {
            ground.keep(name + ".a", 0, 200);
            leaves.awaitSeen(64);
            leaves.stop("t", "f");
            stays.trigger("t", spec("")).consuming("t");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Set.copyOf(stays.bodies()).size() == 200);
            held.forEach(request -> request.response().end());
            awaitSettled(ground);
        }
    }

    @Test
    void twoCopiesDivideTheMessages() throws Exception {
        ground.stream(name, name + ".>");
        try (Copy one = copy().function("f", 200).trigger("t", spec("")).consuming("t");
                Copy other = copy().function("f", 200).trigger("t", spec("")).consuming("t")) {
            await().atMost(Copy.SOON).until(() -> {
                ground.publish(name + ".a", 0, 50);
                return !one.seen().isEmpty() && !other.seen().isEmpty();
            });
            awaitSettled(ground);
            assertThat(Stream.concat(one.seen().stream(), other.seen().stream()).map(Seen::id))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aMessageThatFailsComesAgainWithItsId() throws Exception {
        ground.stream(name, name + ".>");
        ground.keep(name + ".a", 0, 10);
        Set<String> failed = ConcurrentHashMap.newKeySet();
        try (Copy copy = copy().function("f", (request, body) -> request.response()
                        .setStatusCode(failed.add(body) ? 500 : 200)
                        .end())
                .trigger("t", spec("") + ", delivery: {backoff: {initial: 100ms}}")) {
            copy.awaitSeen(20);
            awaitSettled(ground);
            assertThat(copy.seen()).hasSize(20);
            assertThat(copy.seen())
                    .extracting(Seen::id)
                    .containsOnly(IntStream.rangeClosed(1, 10)
                            .mapToObj(number -> name + "-" + number)
                            .toArray(String[]::new));
        }
    }

    @Test
    void aSlowFunctionGetsNothingTwiceThoughTheServerWouldHandItOutAgain() throws Exception {
        ground.stream(name, name + ".>");
        ground.keep(name + ".a", 0, 3);
        try (Copy copy = copy().function("f", (request, body) -> io.vertx.core.Vertx.currentContext()
                        .owner()
                        .setTimer(4000, done -> request.response().end()))
                .trigger("t", spec(", ackWait: 1s") + ", delivery: {ordering: None}")) {
            awaitSettled(ground);
            assertThat(copy.seen()).hasSize(3);
        }
    }

    @Test
    void inOrderMeansOneAtATimeInAllCopiesTogether() throws Exception {
        ground.stream(name, name + ".>");
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (Copy one = ordered(underWay, most, order);
                Copy other = ordered(underWay, most, order)) {
            ground.keep(name + ".a", 0, 40);
            await().atMost(Copy.SOON).until(() -> order.size() == 40);
            assertThat(order).containsExactlyElementsOf(numbers(40));
            assertThat(most).hasValue(1);
            assertThat(one.seen().size() + other.seen().size()).isEqualTo(40);
        }
    }

    private Copy ordered(AtomicInteger underWay, AtomicInteger most, List<String> order) {
        return copy().function("f", (request, body) -> {
                    order.add(body);
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    io.vertx.core.Vertx.currentContext().owner().setTimer(20, done -> {
                        underWay.decrementAndGet();
                        request.response().end();
                    });
                })
                .trigger("t", spec("") + ", delivery: {ordering: Source}")
                .consuming("t");
    }

    @Test
    void aServerThatIsKilledGoesOnAndNothingIsLostOrRepeated() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.open());
                Ground there = new Ground(nats);
                Copy copy = new Copy(nats.url()).function("f", 200)) {
            there.stream(name, name + ".>");
            copy.trigger("t", spec(", ackWait: 3s")).consuming("t");
            there.keep(name + ".a", 0, 50);
            awaitSettled(there);
            nats.kill();
            copy.saying("t", "SourceUnreachable");
            nats.startAgain();
            there.connectAnew();
            there.keep(name + ".a", 50, 100);
            await().atMost(Copy.SOON).until(() -> Set.copyOf(copy.bodies()).size() == 100);
            awaitSettled(there);
            assertThat(copy.seen()).extracting(Seen::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void aServerThatComesAndAnswersForNoStreamIsNotTakenForOneThatIsAway() throws Exception {
        try (RealNats nats = RealNats.reserve();
                Copy copy = new Copy(nats.url()).function("f", 200)) {
            copy.trigger("t", spec("")).saying("t", "SourceUnreachable");
            nats.startAgain(RealNats.Door.with("no_auth_user: me\nauthorization: {users: [{user: me, password: p,"
                    + " permissions: {publish: {deny: \"$JS.API.>\"}}}]}"));
            copy.saying("t", "JetStream does not answer");
        }
    }

    @Test
    void aConsumerThatWouldLoseMessagesIsNotUsed() throws Exception {
        ground.stream(name, name + ".>");
        ground.connection()
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        name,
                        ConsumerConfiguration.builder()
                                .durable("own")
                                .maxDeliver(3)
                                .build());
        try (Copy copy =
                copy().function("f", 200).trigger("t", spec(", durable: own")).saying("t", "max_deliver")) {
            assertThat(copy.status("t")).contains("SourceRefused");
        }
    }
}
