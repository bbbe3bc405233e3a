package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.DeliveryStatus;
import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How flows are, in all copies of the router together. */
class ReportsTest {

    private final World world = new World(1);
    private final Flow flow = world.open(() -> Delivery.DEFAULT);
    private final Lane lane = flow.lane(Lane.Watcher.NOBODY);
    private final Reports reports = world.deliveries().reports();
    private final List<Key> told = new ArrayList<>();

    @Test
    void allCopiesTogetherSayHowATriggersEventsFare() {
        lane.offer(List.of(world.event(1, null)));
        world.play(Duration.ofSeconds(1));
        flow.lag(3);
        flow.behind(3);
        reports.heard(List.of(
                report("kafkatrigger/default/t", 2, 4L, "2099-01-01T00:00:00Z"),
                report("kafkatrigger/default/other", 9, 9L, "2099-01-01T00:00:00Z")));
        DeliveryStatus status = reports.of(World.TRIGGER).orElseThrow().status();
        assertThat(status.held()).isEqualTo(2);
        assertThat(status.lag()).isEqualTo(7);
        assertThat(status.lagSeconds()).as("of the copy that is behind most").isEqualTo(4);
        assertThat(status.lastEvent()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(status.lastErrorMessage()).isEqualTo("The function answered 500");
        assertThat(world.deliveries().standing(World.TRIGGER))
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("e7", "500"));
    }

    @Test
    void figuresAloneAreToldSeldomAndWhatIsHeldAtOnce() {
        world.deliveries().changes().listen(told::add);
        reports.tell(false);
        assertThat(told).as("of one that is new").hasSize(1);
        lane.offer(List.of(world.event(1, null)));
        world.play(Duration.ofSeconds(1));
        reports.tell(false);
        assertThat(told).hasSize(1);
        reports.tell(true);
        assertThat(told).hasSize(2);
        reports.tell(true);
        assertThat(told).hasSize(2);
        reports.heard(List.of(report("kafkatrigger/default/t", 1, null, null)));
        reports.tell(false);
        assertThat(told).hasSize(3);
    }

    @Test
    void whoSaysWhenItsEventsComeIsNotToldOfEach() {
        flow.undated();
        reports.tell(true);
        world.deliveries().changes().listen(told::add);
        lane.offer(List.of(world.event(1, null)));
        world.play(Duration.ofSeconds(1));
        reports.tell(true);
        assertThat(told).isEmpty();
        assertThat(reports.of(World.TRIGGER).orElseThrow().status().lastEvent()).isNull();
    }

    @Test
    void aReplayBesideARouteIsNotCountedTwice() {
        Flow replay = world.open(() -> Delivery.DEFAULT);
        flow.lag(3);
        replay.lane(Lane.Watcher.NOBODY).offer(List.of(world.event(1, null)));
        world.play(Duration.ofMillis(1));
        assertThat(reports.own()).singleElement().satisfies(report -> {
            assertThat(report.lag()).isEqualTo(3);
            assertThat(report.open()).isEqualTo(1);
        });
    }

    private static FlowReport report(String route, long held, Long lag, String last) {
        return new FlowReport(
                route, held, held, lag, lag, last, "2099-01-01T00:00:01Z", "e7", "The function answered 500");
    }
}
