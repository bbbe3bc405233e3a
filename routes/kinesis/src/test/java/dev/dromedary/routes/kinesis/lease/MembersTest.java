package dev.dromedary.routes.kinesis.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final Key KEY = new Key("kubeless", "copies");
    private static final Members.Pace PACE =
            new Members.Pace(Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofMillis(800));
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Sheets sheets = new MemorySheets();

    private Members member(String name, Sheets by) {
        Members members = new Members(by, KEY, name, PACE);
        members.join();
        return members;
    }

    private static void awaitAlive(Members asked, Members... living) {
        Set<String> names = Set.of(Arrays.stream(living).map(Members::self).toArray(String[]::new));
        await().atMost(SOON)
                .until(() -> asked.alive(Set.of()).filter(names::equals).isPresent());
    }

    @Test
    void copiesKnowOfEachOtherUntilTheyLeave() {
        Members a = member("a", sheets);
        Members b = member("b", sheets);
        awaitAlive(a, a, b);
        awaitAlive(b, a, b);
        b.leave();
        assertThat(sheets.read(KEY, Optional.empty()).text()).contains(a.self()).doesNotContain(b.self());
        awaitAlive(a, a);
        a.leave();
    }

    @Test
    void whoIsCutOffKnowsBeforeTheOthersTakeItForDead() {
        Cut cut = new Cut(sheets);
        Members a = member("a", sheets);
        Members b = member("b", cut);
        awaitAlive(a, a, b);
        int lapses = b.lapses();
        cut.off();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> a.alive(Set.of()).filter(Set.of(a.self())::equals).isPresent());
        assertThat(b.isFresh()).isFalse();
        assertThat(b.alive(Set.of())).isEmpty();
        cut.on();
        awaitAlive(a, a, b);
        await().atMost(SOON).until(b::isFresh);
        assertThat(b.lapses()).as("it may have lost what it held").isGreaterThan(lapses);
        a.leave();
        b.leave();
    }

    @Test
    void whoIsNamedAndNotKnownYetIsLookedFor() {
        Members a = member("a", sheets);
        await().atMost(SOON).until(a::isFresh);
        Members b = member("b", sheets);
        await().atMost(SOON).until(b::isFresh);
        assertThat(a.alive(Set.of(b.self())).orElseThrow()).contains(b.self());
        a.leave();
        b.leave();
    }
}
