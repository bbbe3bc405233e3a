package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.RealApiServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies of the router, as a real API server knows them, and servers that answer for them. */
class RouterActivityIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String EARLIER = "2026-01-02T03:04:05Z";
    private static final String LATER = "2026-01-02T03:04:06Z";
    private static final long LARGEST = 1 << 23;

    private final RealApiServer server = RealApiServer.shared();
    private final Vertx vertx = Vertx.vertx();
    private final String namespace = server.newNamespace();
    private final Objects objects = new Objects(server.client(), namespace);
    private final Key service = new Key(namespace, "router-management");
    private final RouterActivity activity = new RouterActivity(vertx, server.client(), service, Clock.systemUTC());

    @AfterEach
    void leave() {
        activity.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void allCopiesTogetherSayWhatIsGoingOnALittleSlowOnesToo() throws IOException {
        RouterCopy.Answer slow = exchange -> {
            pause(700);
            RouterCopy.says(4, 2, EARLIER).to(exchange);
        };
        try (RouterCopy one = new RouterCopy(objects, "r-1", RouterCopy.says(3, 1, LATER));
                RouterCopy two = new RouterCopy(objects, "r-2", slow)) {
            Activities all = read(activity);
            assertThat(all.isWhole()).isTrue();
            assertThat(all.answered()).containsExactly("r-1", "r-2");
            assertThat(all.functions()).isEqualTo(Map.of(new Key("ns", "f"), new Activity(7, 3, Instant.parse(LATER))));
            assertThat(one.asked() + two.asked()).isEqualTo(2);
        }
    }

    @Test
    void aCopyThatNeverAnswersIsSilentAndHoldsNobodyUpForLong() throws IOException {
        RouterCopy.Answer drop = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            pause(60_000);
        };
        try (RouterCopy good = new RouterCopy(objects, "good", RouterCopy.says(1, 0, LATER));
                RouterCopy never = new RouterCopy(objects, "never", exchange -> pause(60_000));
                RouterCopy dribbling = new RouterCopy(objects, "dribbling", drop)) {
            Instant begin = Instant.now();
            Activities all = read(activity);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(6));
            assertThat(all.isWhole()).isFalse();
            assertThat(all.silent()).containsOnlyKeys("dribbling", "never");
            assertThat(all.silent().values()).containsOnly("it did not answer in time");
            assertThat(all.functions()).as("what is known is said").hasSize(1);
            assertThat(List.of(good.asked(), never.asked(), dribbling.asked())).containsOnly(1);
        }
    }

    @Test
    void anAnswerThatCannotBeReliedOnIsSilenceWithItsReason() throws IOException {
        RouterCopy.Answer refusing = exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        };
        RouterCopy.Answer endless = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (long sent = 0; sent <= LARGEST; sent += part.length) {
                exchange.getResponseBody().write(part);
            }
            exchange.close();
        };
        RouterCopy gone = new RouterCopy(objects, "gone", refusing);
        gone.close();
        try (RouterCopy busy = new RouterCopy(objects, "busy", refusing);
                RouterCopy flooding = new RouterCopy(objects, "endless", endless);
                RouterCopy garbled = new RouterCopy(objects, "garbled", RouterCopy.says("garbage"))) {
            Map<String, String> silent = read(activity).silent();
            assertThat(silent).containsOnlyKeys("busy", "endless", "garbled", "gone");
            assertThat(silent.get("busy")).isEqualTo("answered 503");
            assertThat(silent.get("endless")).isEqualTo("answered more than " + LARGEST + " bytes");
            assertThat(silent.get("garbled")).startsWith("its answer cannot be read: ");
            assertThat(silent.get("gone")).contains("refused");
            assertThat(List.of(busy.asked(), flooding.asked(), garbled.asked())).containsOnly(1);
        }
    }

    @Test
    void manyWhoAskAtOnceAreOneLookAndNobodyLooksUnasked() throws IOException {
        try (RouterCopy copy = new RouterCopy(objects, "r", RouterCopy.says(0, 0, LATER))) {
            Future.join(IntStream.range(0, 50).mapToObj(i -> activity.read()).toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            assertThat(copy.asked()).isEqualTo(1);
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> copy.asked() == 1);
            read(activity);
            assertThat(copy.asked()).as("the next is a new one").isEqualTo(2);
        }
    }

    @Test
    void withoutACopyNothingIsKnown() {
        assertThat(read(activity).isWhole()).isFalse();
    }

    @Test
    void whereTheApiServerDoesNotSayWhichCopiesThereAreItFails() {
        try (KubernetesClient nobody = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(server.client().getConfiguration())
                                .withImpersonateUsername("nobody")
                                .build())
                        .build();
                RouterActivity refused = new RouterActivity(vertx, nobody, service, Clock.systemUTC())) {
            assertThatThrownBy(() -> read(refused)).hasMessageContaining("which copies of the router there are");
        }
    }

    private static Activities read(RouterActivity activity) {
        return activity.read()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** The slowness of a copy is what is tried. */
    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
