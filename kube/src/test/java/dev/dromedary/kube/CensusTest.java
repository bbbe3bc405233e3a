package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CensusTest {

    @Test
    void whatDiffersTwiceInOneVersionWasNotHeardOf() {
        assertThat(Census.unheard(Map.of("ns/a", "7", "ns/b", "1"), Map.of("ns/a", "7")))
                .isTrue();
        assertThat(Census.unheard(Map.of("ns/new", ""), Map.of("ns/new", ""))).isTrue();
    }

    @Test
    void whatWasMadeWhileItWasCountedIsNoSilence() {
        assertThat(Census.unheard(Map.of("ns/made", "9"), Map.of())).isFalse();
    }

    @Test
    void whatChangesAllTheTimeIsNoSilence() {
        assertThat(Census.unheard(Map.of("ns/a", "7"), Map.of("ns/a", "8"))).isFalse();
        assertThat(Census.unheard(Map.of("ns/a", "7"), Map.of("ns/b", "3"))).isFalse();
    }
}
