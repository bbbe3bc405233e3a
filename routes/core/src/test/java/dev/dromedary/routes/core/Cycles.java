package dev.dromedary.routes.core;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Triggers of a kind that are made and deleted again and again, some at a time, for the tests of a room. */
public final class Cycles {

    /** How many: {@code -Ddromedary.cycles} says otherwise. */
    public static final int COUNT = Integer.getInteger("dromedary.cycles", 100);

    private static final int WAVE = 5;
    /** Of so many waves one is waited for until its triggers work; the others are deleted on their way to it. */
    private static final int WAITED = 4;

    private static final String NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Bench bench;
    private final Kind kind;
    private final String spec;
    private final Predicate<String> works;

    /**
     * Triggers that are alike but for their names.
     *
     * @param spec in YAML, in one line
     * @param works whether a status, as text, is that of one that works
     */
    public Cycles(Bench bench, Kind kind, String spec, Predicate<String> works) {
        this.bench = bench;
        this.kind = kind;
        this.spec = spec;
        this.works = works;
    }

    /** Makes and deletes them all, and waits until nothing is left that was not there after the first ones. */
    public void run() throws IOException {
        wave(0, true);
        Leftovers before = Leftovers.of(bench);
        for (int wave = 1; wave <= COUNT / WAVE; wave++) {
            wave(wave, wave % WAITED == 0);
        }
        before.awaitNoMore(() -> Leftovers.of(bench));
    }

    private void wave(int number, boolean waits) {
        List<Key> keys = IntStream.range(0, WAVE)
                .mapToObj(i -> new Key(NAMESPACE, "cycle-" + number + "-" + i))
                .toList();
        int before = bench.camel().getRoutesSize();
        keys.forEach(this::make);
        await().atMost(PATIENCE).until(() -> bench.camel().getRoutesSize() >= before + WAVE);
        if (waits) {
            await().atMost(PATIENCE).until(() -> keys.stream()
                    .allMatch(key -> works.test(bench.status(kind, key).toString())));
        }
        keys.forEach(key -> bench.resources().remove(kind, key));
        await().atMost(PATIENCE).until(() -> bench.camel().getRoutesSize() <= before);
    }

    private void make(Key key) {
        bench.put(
                kind,
                """
                apiVersion: kubeless.io/v1beta1
                kind: %s
                metadata: {namespace: %s, name: %s, uid: %s, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: %s
                """
                        .formatted(kind.name(), key.namespace(), key.name(), key.name(), spec));
    }
}
