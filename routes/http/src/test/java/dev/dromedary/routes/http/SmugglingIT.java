package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every request of {@code fronts/hostile.http} through what stands before routers, which share their connections to the router
 * among clients, and through the same in the place of a function. Each hop gives each of its requests an id: where the next
 * one splits the bytes otherwise, a request comes without an id, with two, or gets another's answer.
 */
class SmugglingIT {

    /** Longer than anything takes but what waits for more to come. */
    private static final Duration QUIET = Duration.ofMillis(400);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int MOST_TRIES = 5;
    /** So many of the requests are good ones. */
    private static final int FEWEST = 500;

    @TempDir
    Path dir;

    private final List<Hostile> all;
    private final HttpBench door;
    private final List<Talk.Heard> heard = new CopyOnWriteArrayList<>();

    SmugglingIT() throws Exception {
        all = Hostile.all();
        door = new HttpBench();
    }

    @AfterEach
    void stop() {
        door.close();
    }

    @ParameterizedTest
    @EnumSource
    void theRouterSplitsWhatAFrontSendsIntoTheSameRequests(Front front) throws Exception {
        try (StrictPod pod = new StrictPod("X-Front");
                Wiretap tap = new Wiretap(door.listener.port());
                Front.Running running = front.start(tap.port(), dir)) {
            HttpHostileTest.everything(door, pod.port());
            Talk.each(all, request -> converse(running.port(), request));
            assertOneReading(tap.carried("X-Front"), pod);
            assertThat(pod.arrived)
                    .allSatisfy(
                            came -> assertThat(came.wrongs()).as(came.head()).isEmpty());
            assertThat(heard.stream().flatMap(said -> said.answers().stream()))
                    .filteredOn(answer -> !answer.seen().isEmpty())
                    .hasSizeGreaterThan(all.size())
                    .allSatisfy(answer -> assertThat(answer.seen()).isEqualTo(answer.front()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerSplitsWhatTheRouterSendsIntoTheSameRequests(Front origin) throws Exception {
        try (StrictPod pod = new StrictPod("Event-Id");
                Front.Running running = origin.start(pod.port(), dir);
                Wiretap tap = new Wiretap(running.port())) {
            HttpHostileTest.everything(door, tap.port());
            Talk.each(all, request -> converse(door.listener.port(), request));
            assertOneReading(tap.carried("Event-Id"), pod);
        }
    }

    /** Says a hostile request, and then, as somebody else, one that must be answered for itself. */
    private void converse(int port, Hostile request) throws IOException {
        heard.add(Talk.say(port, request.text(), QUIET, any -> false));
        String path = "/victim-" + request.number();
        String victim = "GET " + path + " HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";
        Talk.Heard answer = Talk.say(port, victim, PATIENCE, any -> false);
        for (int i = 1; i < MOST_TRIES && !answer.text().startsWith("HTTP/1.1 200 "); i++) {
            // A connection that both shared may end while it is taken.
            answer = Talk.say(port, victim, PATIENCE, any -> false);
        }
        heard.add(answer);
        assertThat(answer.answers())
                .as("The victim of " + request)
                .singleElement()
                .satisfies(one -> assertThat(one.status()).isEqualTo(OK));
        assertThat(answer.text()).as("The victim of " + request).endsWith(path);
    }

    /** What one hop has sent is what the other has read: request by request, and answer by answer. */
    private static void assertOneReading(List<Wiretap.Carried> carried, StrictPod pod) {
        SoftAssertions softly = new SoftAssertions();
        Set<String> sent = new HashSet<>();
        Set<String> replied = new HashSet<>();
        for (Wiretap.Carried line : carried) {
            sent.addAll(line.asked());
            // What a connection that ended left unanswered may have been sent again by another.
            line.asked()
                    .subList(0, Math.min(line.asked().size(), line.answered().size()))
                    .forEach(id -> softly.assertThat(replied.add(id))
                            .as("answered once: " + id)
                            .isTrue());
        }
        List<String> answered = carried.stream()
                .flatMap(line -> inTheirOrder(softly, line).stream())
                .toList();
        Set<String> read = new HashSet<>();
        for (StrictPod.Arrived came : pod.arrived) {
            softly.assertThat(came.ids()).as(came.head()).hasSize(1).allMatch(sent::contains);
            softly.assertThat(read.addAll(came.ids()))
                    .as("read once: " + came.head())
                    .isTrue();
        }
        softly.assertThat(read).containsAll(answered);
        softly.assertThat(answered).hasSizeGreaterThan(FEWEST);
        softly.assertAll();
    }

    /** The requests that a pod answered by this connection. */
    private static List<String> inTheirOrder(SoftAssertions softly, Wiretap.Carried line) {
        List<String> answered = new ArrayList<>();
        int asked = line.asked().size();
        softly.assertThat(line.answered().size())
                .as("answers to " + line.asked())
                .isLessThanOrEqualTo(asked);
        for (int i = 0; i < Math.min(line.answered().size(), asked); i++) {
            String seen = line.answered().get(i).seen();
            if (!seen.isEmpty()) {
                answered.add(seen);
                softly.assertThat(seen)
                        .as("the answer's place")
                        .isEqualTo(line.asked().get(i));
            }
        }
        return answered;
    }
}
