package dev.dromedary.routes.core.invoke;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * What requests and calls live on.
 *
 * @param loops the event loops
 * @param measures where they are counted
 * @param tracing where they are recorded
 */
public record DataPath(Loops loops, Measures measures, Tracing tracing) implements AutoCloseable {

    /** One for this machine, counted here. */
    public static DataPath countedBy(MeterRegistry registry) {
        return new DataPath(Loops.forThisMachine(), new Measures(registry), Tracing.OFF);
    }

    /** One for this machine, whose counts nobody reads. */
    public static DataPath alone() {
        return countedBy(new SimpleMeterRegistry());
    }

    /** The same, recorded there. */
    public DataPath tracedBy(Tracing other) {
        return new DataPath(loops, measures, other);
    }

    /** Ends the loops; what was recorded until then is handed over. */
    @Override
    public void close() {
        loops.close();
        tracing.close();
    }
}
