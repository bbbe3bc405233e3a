package dev.dromedary.routes.kinesis;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Cycles;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.kinesis.consume.Ground;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** KinesisTriggers that come and go leave nothing behind, wherever they were on their way. */
class CyclesIT {

    private static final int EVENTS = 10;
    private static final int SHARDS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Ground ground = new Ground(RealKinesis.Emulator.KINESALITE);
    private final Bench bench = new Bench();
    /** Whose each event was that the function has had. */
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        bench.close();
        ground.close();
    }

    @Test
    void triggersThatComeAndGoLeaveNothingBehind() throws Exception {
        TestRoom.open(bench, Egress.ANYWHERE);
        bench.function(new Key("default", "f"), request -> {
            seen.add(request.getHeader("ce-source"));
            request.response().end();
        });
        String stream = ground.stream(SHARDS);
        ground.send(stream, 0, EVENTS, EVENTS);
        String spec =
                "{function-name: f, stream: %s, aws-region: us-east-1, endpoint: '%s', secret: aws, startPosition: earliest}"
                        .formatted(stream, ground.kinesis().address());
        new Cycles(bench, Kind.KINESIS_TRIGGER, trigger -> spec, this::awaitAll).run();
    }

    private void awaitAll(Key trigger) {
        String source = CloudEvent.source(Kind.KINESIS_TRIGGER, trigger);
        await().atMost(SOON).until(() -> seen.stream().filter(source::equals).count() >= EVENTS);
    }
}
