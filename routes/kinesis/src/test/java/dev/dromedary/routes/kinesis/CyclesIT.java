package dev.dromedary.routes.kinesis;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Cycles;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Leftovers;
import dev.dromedary.routes.kinesis.consume.Ground;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What triggers that come and go leave behind: nothing. */
class CyclesIT {

    private static final int CYCLES = Cycles.COUNT;
    private static final int AT_ONCE = 10;
    private static final int SHARDS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Ground ground = new Ground(RealKinesis.Emulator.KINESALITE);
    private final Bench bench = new Bench();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        bench.close();
        ground.close();
    }

    @Test
    void nothingIsLeftOfTriggersThatAreGone() throws Exception {
        open();
        String stream = ground.stream(SHARDS);
        ground.send(stream, 0, AT_ONCE, AT_ONCE);
        round(0, stream);
        Leftovers before = Leftovers.of(bench.camel());
        for (int i = AT_ONCE; i < CYCLES; i += AT_ONCE) {
            round(i, stream);
        }
        before.awaitNoMore(() -> Leftovers.of(bench.camel()));
    }

    /** Some come, have all their events delivered, and go. */
    private void round(int from, String stream) {
        int before = bench.camel().getRoutesSize();
        IntStream.range(from, from + AT_ONCE).forEach(i -> trigger("t" + i, stream));
        await().atMost(SOON).until(() -> seen.size() >= AT_ONCE * AT_ONCE);
        IntStream.range(from, from + AT_ONCE)
                .forEach(i -> bench.resources().remove(Kind.KINESIS_TRIGGER, new Key("default", "t" + i)));
        await().atMost(SOON).until(() -> bench.camel().getRoutesSize() == before);
        seen.clear();
    }

    private void open() throws Exception {
        TestRoom.open(bench, Egress.ANYWHERE);
        bench.function(
                new Key("default", "f"),
                request -> request.bodyHandler(body -> {
                    seen.add(request.getHeader("ce-source") + " " + body);
                    request.response().end();
                }));
    }

    private void trigger(String name, String stream) {
        bench.put(
                Kind.KINESIS_TRIGGER,
                """
                apiVersion: kubeless.io/v1beta1
                kind: KinesisTrigger
                metadata: {namespace: default, name: %s, uid: %s, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {function-name: f, stream: %s, aws-region: us-east-1, endpoint: '%s', secret: aws, startPosition: earliest}
                """
                        .formatted(
                                name,
                                UUID.randomUUID(),
                                stream,
                                ground.kinesis().address()));
    }
}
