package dev.dromedary.ledger;

import dev.dromedary.kube.Binaries;
import dev.dromedary.ledger.check.Counters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plain loop of a KafkaConsumer, by which the harness itself is tried: one that does as it should, and one that commits before it delivers.
 *
 * @param early the latter
 */
record PlainLoop(String brokers, FunctionServer function, boolean early) implements Subject {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @Override
    public String group() {
        return "plain";
    }

    @Override
    public String letters() {
        return "plain-letters";
    }

    @Override
    public Process start(String copy, Path log) {
        return Binaries.run(
                JAVA,
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainLoopMain.class.getName(),
                        brokers,
                        copy,
                        "http://" + function.host() + ":" + function.port() + "/",
                        Boolean.toString(early)),
                Map.of(),
                log);
    }

    @Override
    public long brought(String copy) {
        return function.calls();
    }

    @Override
    public Optional<Counters> counters(String copy) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // There is nothing but its processes.
    }
}
