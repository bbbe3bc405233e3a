package dev.dromedary.routes.core.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import org.junit.jupiter.api.Test;

/** All flows to a function go through one gate, as long as there are any. */
class GatesTest {

    private static final Key FUNCTION = new Key("default", "f");
    private final Gates gates = new Gates();

    @Test
    void whoCallsAFunctionSharesItsGate() {
        Gate first = gates.hold(FUNCTION);
        assertThat(gates.hold(FUNCTION)).isSameAs(first);
        assertThat(gates.hold(new Key("default", "other"))).isNotSameAs(first);
    }

    @Test
    void theGateStaysUntilNobodyCallsTheFunction() {
        Gate first = gates.hold(FUNCTION);
        gates.hold(FUNCTION);
        gates.release(FUNCTION);
        assertThat(gates.hold(FUNCTION)).isSameAs(first);
        gates.release(FUNCTION);
        gates.release(FUNCTION);
        assertThat(gates.hold(FUNCTION)).as("what it learned is forgotten").isNotSameAs(first);
    }
}
