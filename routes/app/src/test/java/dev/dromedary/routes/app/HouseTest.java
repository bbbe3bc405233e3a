package dev.dromedary.routes.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.kube.HouseRules;
import org.junit.jupiter.api.Test;

/** Plain {@code @Test}s: ArchUnit's own {@code @ArchTest} fields were seen to run nothing and pass. */
class HouseTest {

    private static final HouseRules HOUSE = new HouseRules();

    @Test
    void thereIsAHouse() {
        assertThat(HOUSE.size()).isGreaterThan(50);
    }

    @Test
    void cdiStopsAtTheEdge() {
        HOUSE.cdiStopsAtTheApps("dev.dromedary.routes.app");
    }

    @Test
    void namesSaySomething() {
        HOUSE.noClassIsCalledAfterNothing();
    }

    @Test
    void noAbstractClassIsOurs() {
        HOUSE.noAbstractClassIsOurs();
    }

    @Test
    void roomsKnowNothingOfEachOther() {
        HOUSE.roomsKnowNothingOfEachOther();
    }
}
