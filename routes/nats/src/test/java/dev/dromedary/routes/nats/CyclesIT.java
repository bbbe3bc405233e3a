package dev.dromedary.routes.nats;

import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.RealNats;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Cycles;
import org.junit.jupiter.api.Test;

/** NATSTriggers that come and go, every other one to a stream, leave nothing behind, wherever they were on their way. */
class CyclesIT {

    private final String name = Ground.name();

    @Test
    void triggersThatComeAndGoLeaveNothingBehind() throws Exception {
        try (Ground ground = new Ground(RealNats.shared());
                Copy copy = new Copy(ground.nats().url()).function("f", 200)) {
            ground.stream(name, name + ".kept.>");
            new Cycles(copy.bench(), Kind.NATS_TRIGGER, this::spec, trigger -> {
                        int number = number(trigger);
                        ground.publish(subject(trigger), number, number + 1);
                        await().atMost(Copy.SOON).until(() -> copy.bodies().contains(String.valueOf(number)));
                    })
                    .run();
        }
    }

    private String spec(Key trigger) {
        return "{topic: " + subject(trigger) + ", functionSelector: {matchLabels: {function: f}}"
                + (isKept(trigger) ? ", jetStream: {stream: " + name + "}}" : "}");
    }

    private String subject(Key trigger) {
        return name + (isKept(trigger) ? ".kept." : ".passing.") + trigger.name();
    }

    private static boolean isKept(Key trigger) {
        return number(trigger) % 2 == 0;
    }

    /** Another one for each. */
    private static int number(Key trigger) {
        return Integer.parseInt(trigger.name().replaceAll("\\D", ""));
    }
}
