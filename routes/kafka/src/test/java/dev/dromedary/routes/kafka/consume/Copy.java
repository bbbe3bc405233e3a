package dev.dromedary.routes.kafka.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.core.source.OneSource;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Broker;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kafka.park.Pace;
import dev.dromedary.routes.kafka.park.Parking;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A copy of the router, with real routes to a real function, that reads from a real broker. */
final class Copy implements AutoCloseable {

    static final Key FUNCTION = new Key("default", "f");
    static final TriggerId TRIGGER = new TriggerId(Kind.KAFKA_TRIGGER, new Key("default", "t"));

    static final Timing QUICK = new Timing(
            Duration.ofMillis(200),
            Duration.ofMillis(25),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));

    private static final int PLENTY = 50;

    private final Bench bench = new Bench();
    private final MemorySecrets secrets = new MemorySecrets();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Parking parking;
    private final TopicReaders readers;
    private OneSource<Source> read;

    /**
     * What a copy goes by.
     *
     * @param consumers how many it keeps; it parks the others
     * @param member its name in groups; empty: none
     */
    record Ways(int consumers, Pace pace, Timing timing, Optional<String> member) {

        /** Of one that parks none, and has no name. */
        static final Ways USUAL = new Ways(PLENTY, Pace.DEFAULT, QUICK, Optional.empty());

        /** With a name in groups. */
        Ways named(String name) {
            return new Ways(consumers, pace, timing, Optional.of(name));
        }

        /** That lets records wait so long, and is silent so long, and no longer. */
        Ways within(Duration stall, Duration session) {
            Timing now = new Timing(
                    timing.commit(),
                    timing.soon(),
                    timing.drain(),
                    timing.look(),
                    stall,
                    timing.answer(),
                    timing.patience(),
                    session);
            return new Ways(consumers, pace, now, member);
        }
    }

    /** With a function that takes everything. */
    Copy() {
        this((request, body) -> request.response().end());
    }

    /** With a function that is handed each request and its body. */
    Copy(BiConsumer<HttpServerRequest, String> function) {
        this(function, Ways.USUAL);
    }

    /** With a function that takes everything, and consumers that are parked soon, all of them. */
    static Copy parking() {
        return parking(Duration.ofHours(1));
    }

    /** The same, which join their groups so often even when nothing comes. */
    static Copy parking(Duration refresh) {
        return parking(refresh, 0);
    }

    /** The same, which keeps so many. */
    static Copy parking(Duration refresh, int kept) {
        Pace pace = new Pace(
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                refresh,
                Duration.ofSeconds(3),
                Duration.ofMillis(500));
        return new Copy((request, body) -> request.response().end(), new Ways(kept, pace, QUICK, Optional.empty()));
    }

    /** The same, which goes by these. */
    Copy(BiConsumer<HttpServerRequest, String> function, Ways ways) {
        bench.function(FUNCTION, Seen.noting("f", seen::add, function));
        Access.Environment environment = new Access.Environment(Installation.of(Map.of()), secrets, Egress.ANYWHERE);
        parking = new Parking(ways.consumers(), ways.pace(), environment);
        readers = new TopicReaders(environment, ways.timing(), parking, ways.member());
    }

    static Cluster plain(String address) {
        return new Cluster(List.of(Broker.of(address).orElseThrow()), Optional.empty(), Optional.empty(), false);
    }

    static Source source(Topics topics, StartPosition start) {
        return new Source(TRIGGER, FUNCTION, topics, Source.group(TRIGGER, FUNCTION, topics), start);
    }

    static Source source(String topic, StartPosition start) {
        return source(new Topics.Named(topic), start);
    }

    /** Opens a route that reads. */
    Copy read(Source from, Cluster cluster) throws Exception {
        read = new OneSource<>(bench, from, readers.of(from, cluster));
        return this;
    }

    /** Where it parks. */
    Parking lot() {
        return parking;
    }

    /** As the table of routes stops one. */
    void stop() throws Exception {
        read.stop();
    }

    void startAgain() throws Exception {
        read.startAgain();
    }

    Situation situation() {
        return read.situation();
    }

    MemorySecrets secrets() {
        return secrets;
    }

    List<Seen> seen() {
        return seen;
    }

    List<String> bodies() {
        return seen.stream().map(Seen::body).toList();
    }

    @Override
    public void close() {
        bench.close();
    }
}
