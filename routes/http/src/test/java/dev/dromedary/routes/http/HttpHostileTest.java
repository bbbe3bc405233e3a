package dev.dromedary.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request of {@code fronts/hostile.http} to the router itself, as a client and its pod see it. */
class HttpHostileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Hostile> all;
    private final HttpBench door;
    private final StrictPod pod;

    HttpHostileTest() throws Exception {
        all = Hostile.all();
        door = new HttpBench();
        pod = new StrictPod("Event-Id");
    }

    @BeforeEach
    void lead() {
        everything(door, pod.port());
    }

    @AfterEach
    void stop() {
        door.close();
        pod.close();
    }

    /** Has every host and path lead to a pod, so that nothing is lost that would arrive. */
    static void everything(HttpBench door, int pod) {
        door.trigger("all", "\"\"", "/", "hello", 1);
        door.bench.function(HttpBench.HELLO, pod);
    }

    @Test
    void thereAreManyAndTheyDiffer() {
        assertThat(all).hasSizeBetween(150, 999);
        assertThat(all.stream().map(Hostile::text).collect(Collectors.toSet())).hasSameSizeAs(all);
    }

    @Test
    void eachMeetsItsFateAndNothingOfItBecomesAnotherRequest() throws Exception {
        Map<Integer, Talk.Heard> heard = new ConcurrentHashMap<>();
        Talk.each(all, request -> heard.put(request.number(), say(request)));
        SoftAssertions softly = new SoftAssertions();
        for (Hostile request : all) {
            String n = "-%03d".formatted(request.number());
            List<String> arrived = pod.arrived.stream()
                    .filter(came -> came.whole() && came.target().contains(n))
                    .map(StrictPod.Arrived::target)
                    .map(target -> target.replaceAll("^.*/(case|after|smuggled)-.*$", "$1"))
                    .toList();
            List<String> wanted =
                    switch (request.fate()) {
                        case PASSES -> List.of("case", "after");
                        case LAST -> List.of("case");
                        case BROKEN, REFUSED -> List.of();
                    };
            softly.assertThat(arrived).as(request.toString()).isEqualTo(wanted);
            answers(softly, request, heard.get(request.number()));
        }
        softly.assertAll();
    }

    private Talk.Heard say(Hostile request) throws IOException {
        int answers = request.fate() == Hostile.Fate.PASSES ? 2 : Integer.MAX_VALUE;
        return Talk.say(
                door.listener.port(),
                request.text(),
                PATIENCE,
                heard -> heard.answers().size() >= answers);
    }

    private static void answers(SoftAssertions softly, Hostile request, Talk.Heard heard) {
        List<Integer> statuses =
                heard.answers().stream().map(Wiretap.Answered::status).toList();
        String what = request + " was answered " + statuses;
        switch (request.fate()) {
            case PASSES -> softly.assertThat(statuses).as(what).containsExactly(200, 200);
            case LAST -> softly.assertThat(statuses).as(what).containsExactly(200);
            case BROKEN, REFUSED -> {
                softly.assertThat(statuses).as(what).hasSize(1).allMatch(status -> status >= 400);
                softly.assertThat(heard.ended()).as(what).isTrue();
            }
        }
    }

    @Test
    void whatGoesToThePodCanBeReadInOneWayOnly() throws Exception {
        Talk.each(all, this::say);
        Set<String> ids = new HashSet<>();
        SoftAssertions softly = new SoftAssertions();
        for (StrictPod.Arrived came : pod.arrived) {
            softly.assertThat(came.wrongs()).as(came.head()).isEmpty();
            softly.assertThat(came.ids()).as(came.head()).hasSize(1);
            softly.assertThat(ids.addAll(came.ids()))
                    .as("sent once: " + came.head())
                    .isTrue();
        }
        softly.assertAll();
        assertThat(pod.arrived).hasSizeGreaterThan(100);
    }
}
