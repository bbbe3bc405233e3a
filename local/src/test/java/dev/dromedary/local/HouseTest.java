package dev.dromedary.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.kube.HouseRules;
import org.junit.jupiter.api.Test;

class HouseTest {

    private static final HouseRules HOUSE = new HouseRules();

    @Test
    void thereIsAHouse() {
        assertThat(HOUSE.size()).isGreaterThan(50);
    }

    @Test
    void thereIsNoCdiHere() {
        HOUSE.cdiStopsAtTheApps("dev.dromedary.none");
    }

    @Test
    void namesSaySomething() {
        HOUSE.noClassIsCalledAfterNothing();
    }

    @Test
    void noAbstractClassIsOurs() {
        HOUSE.noAbstractClassIsOurs();
    }
}
