package dev.dromedary.routes.core;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Triggers of a kind that are made and deleted again and again, some at a time, for the tests of a room. */
public final class Cycles {

    /** How many: {@code -Ddromedary.cycles} says otherwise. */
    public static final int COUNT = Integer.getInteger("dromedary.cycles", 100);

    private static final int WAVE = 5;
    /** Of so many waves one is waited for until its triggers have worked; the others are deleted on their way to it. */
    private static final int WAITED = 4;

    private static final String NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Bench bench;
    private final Kind kind;
    private final Function<Key, String> spec;
    private final Work work;

    /** What triggers that read their sources are put to. */
    public interface Work {

        /** Nothing. */
        Work NONE = trigger -> {};

        /** Has one do it, and waits until it has. */
        void give(Key trigger) throws Exception;
    }

    /**
     * Triggers that read a source each.
     *
     * @param spec of a trigger, in YAML, in one line
     */
    public Cycles(Bench bench, Kind kind, Function<Key, String> spec, Work work) {
        this.bench = bench;
        this.kind = kind;
        this.spec = spec;
        this.work = work;
    }

    /** Makes and deletes them all, and waits until nothing is left that was not there after the first ones. */
    public void run() throws Exception {
        wave(0, true);
        Leftovers before = Leftovers.of(bench);
        for (int wave = 1; wave <= COUNT / WAVE; wave++) {
            wave(wave, wave % WAITED == 0);
        }
        before.awaitNoMore(() -> Leftovers.of(bench));
    }

    private void wave(int number, boolean waits) throws Exception {
        List<Key> keys = IntStream.range(0, WAVE)
                .mapToObj(i -> new Key(NAMESPACE, "cycle-" + number + "-" + i))
                .toList();
        int before = bench.camel().getRoutesSize();
        keys.forEach(this::make);
        await().atMost(PATIENCE).until(() -> bench.camel().getRoutesSize() >= before + WAVE);
        if (waits) {
            await().atMost(PATIENCE).until(() -> keys.stream()
                    .allMatch(key -> bench.status(kind, key).toString().contains("reason=Consuming")));
            for (Key key : keys) {
                work.give(key);
            }
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
                        .formatted(kind.name(), key.namespace(), key.name(), key.name(), spec.apply(key)));
    }
}
