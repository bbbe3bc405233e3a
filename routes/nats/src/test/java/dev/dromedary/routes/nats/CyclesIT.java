package dev.dromedary.routes.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Cycles;
import dev.dromedary.routes.core.Leftovers;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What triggers that come and go leave behind: nothing. */
class CyclesIT {

    private static final int CYCLES = Cycles.COUNT;
    private static final int AT_ONCE = 10;

    private final String name = Ground.name();

    @Test
    void nothingIsLeftOfTriggersThatAreGone() throws Exception {
        try (Ground ground = new Ground(RealNats.shared());
                Copy copy = new Copy(ground.nats().url()).function("f", 200)) {
            ground.stream(name, name + ".kept.>");
            round(copy, ground, 0);
            Leftovers before = Leftovers.of(copy.bench().camel());
            for (int i = AT_ONCE; i < CYCLES; i += AT_ONCE) {
                round(copy, ground, i);
            }
            before.awaitNoMore(() -> Leftovers.of(copy.bench().camel()));
        }
    }

    /** Some come, every other one to a stream, have an event delivered each, and go. */
    private void round(Copy copy, Ground ground, int from) throws Exception {
        int before = copy.bench().camel().getRoutesSize();
        for (int i = from; i < from + AT_ONCE; i++) {
            boolean kept = i % 2 == 0;
            String topic = name + (kept ? ".kept." : ".passing.") + i;
            copy.trigger(
                    "t" + i,
                    "topic: " + topic + ", functionSelector: {matchLabels: {function: f}}"
                            + (kept ? ", jetStream: {stream: " + name + "}" : ""));
        }
        for (int i = from; i < from + AT_ONCE; i++) {
            copy.consuming("t" + i);
            ground.publish(name + (i % 2 == 0 ? ".kept." : ".passing.") + i, i, i + 1);
        }
        Set<String> sent =
                IntStream.range(from, from + AT_ONCE).mapToObj(String::valueOf).collect(Collectors.toSet());
        await().atMost(Copy.SOON).untilAsserted(() -> assertThat(copy.bodies()).containsAll(sent));
        for (int i = from; i < from + AT_ONCE; i++) {
            copy.bench().resources().remove(Kind.NATS_TRIGGER, new Key("default", "t" + i));
        }
        await().atMost(Copy.SOON).until(() -> copy.bench().camel().getRoutesSize() == before);
    }
}
