package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request of {@code fronts/hostile.h2} to the router itself, and frames where none belong, as client and pod see it. */
class HttpTwoHostileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FIRST = 1;
    private static final int SECOND = 3;
    private static final int PROTOCOL_ERROR = 1;
    private static final int OK = 200;

    private final List<HostileStream> all;
    private final HttpBench door;
    private final StrictPod pod;

    HttpTwoHostileTest() throws Exception {
        all = HostileStream.all();
        door = new HttpBench();
        pod = new StrictPod("Event-Id");
    }

    @BeforeEach
    void lead() {
        HttpHostileTest.everything(door, pod.port());
    }

    @AfterEach
    void stop() {
        door.close();
        pod.close();
    }

    @Test
    void eachMeetsItsFateAndTheNextOnItsConnectionIsServed() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (HostileStream request : all) {
            try (RawHttp2 client = new RawHttp2(door.listener.port()).listening()) {
                client.say(request.frames(FIRST));
                softly.assertThat(settles(client, FIRST)).as(request.toString()).isTrue();
                client.say(RawHttp2.head(SECOND, true, RawHttp2.get("/after-%03d".formatted(request.number()))));
                softly.assertThat(settles(client, SECOND))
                        .as(request.toString())
                        .isTrue();
                softly.assertThat(outcome(client)).as(request.toString()).isEqualTo(wanted(request));
                softly.assertThat(client.statuses.get(SECOND))
                        .as("after " + request + ", error " + client.goAway)
                        .isEqualTo(request.fate().equals("ends") ? null : OK);
            }
            softly.assertThat(arrived(request)).as(request.toString()).isEqualTo(wantedOf(request));
        }
        assertGoodAtThePod(softly);
        softly.assertAll();
    }

    private static boolean settles(RawHttp2 client, int stream) throws InterruptedException {
        return client.hears(
                () -> client.statuses.getOrDefault(stream, 0) >= OK || client.resets.containsKey(stream), PATIENCE);
    }

    private void assertGoodAtThePod(SoftAssertions softly) {
        for (StrictPod.Arrived came : pod.arrived) {
            softly.assertThat(came.wrongs()).as(came.head()).isEmpty();
            softly.assertThat(came.head()).doesNotContain("smuggled").doesNotContainIgnoringCase("x-http2-");
        }
        softly.assertThat(pod.arrived)
                .filteredOn(came -> came.head().contains("ookie: "))
                .singleElement()
                .satisfies(came -> assertThat(came.head()).containsIgnoringCase("cookie: a=1; b=2; c=3\r"));
    }

    private static String outcome(RawHttp2 client) {
        Integer reset = client.resets.get(FIRST);
        Integer status = client.statuses.get(FIRST);
        if (status == null) {
            return reset == null ? "nothing" : reset == PROTOCOL_ERROR ? "reset" : "reset by " + reset;
        }
        return String.valueOf(status);
    }

    private static String wanted(HostileStream request) {
        return switch (request.fate()) {
            case "passes" -> String.valueOf(OK);
            case "broken", "cut", "ends" -> "reset";
            default -> request.fate();
        };
    }

    /** What the function got of it, whole or in part. */
    private List<String> arrived(HostileStream request) {
        String n = "/case-%03d".formatted(request.number());
        return pod.arrived.stream()
                .filter(came -> came.target().contains(n)
                        && (came.whole() || !request.fate().equals("broken")))
                .map(StrictPod.Arrived::target)
                .toList();
    }

    private static List<String> wantedOf(HostileStream request) {
        return Set.of("passes", "cut").contains(request.fate())
                ? List.of("/case-%03d".formatted(request.number()))
                : List.of();
    }
}
