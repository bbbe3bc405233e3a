package dev.dromedary.routes.core.invoke;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * What requests and calls live on.
 *
 * @param loops the event loops
 * @param measures where they are counted
 */
public record DataPath(Loops loops, Measures measures) implements AutoCloseable {

    /** One for this machine, counted here. */
    public static DataPath countedBy(MeterRegistry registry) {
        return new DataPath(Loops.forThisMachine(), new Measures(registry));
    }

    /** One for this machine, whose counts nobody reads. */
    public static DataPath alone() {
        return countedBy(new SimpleMeterRegistry());
    }

    @Override
    public void close() {
        loops.close();
    }
}
