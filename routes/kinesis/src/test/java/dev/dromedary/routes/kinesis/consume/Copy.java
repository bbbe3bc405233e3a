package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.core.source.OneSource;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kinesis.lease.Members;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import dev.dromedary.routes.kinesis.stream.Access;
import dev.dromedary.routes.kinesis.stream.KinesisStream;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A copy of the router, with a real route to a real function, that reads from an emulator. */
final class Copy implements AutoCloseable {

    static final Key FUNCTION = new Key("default", "f");
    static final Key SECRET = new Key("default", "aws");

    static final Timing QUICK = new Timing(
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1));

    static final Members.Pace PACE =
            new Members.Pace(Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofSeconds(3));

    private final Bench bench = new Bench();
    private final MemorySecrets secrets = new MemorySecrets();
    private final List<Seen> seen;
    private final StreamReaders readers;
    private OneSource<Source> read;

    /** With a function that takes everything. */
    Copy(String name, Sheets sheets) {
        this(name, sheets, new CopyOnWriteArrayList<>(), (request, body) -> request.response()
                .end());
    }

    /**
     * With a function that is handed each request and its body.
     *
     * @param seen where calls are noted, in their order
     */
    Copy(String name, Sheets sheets, List<Seen> seen, BiConsumer<HttpServerRequest, String> function) {
        this.seen = seen;
        bench.function(FUNCTION, Seen.noting(name, seen::add, function));
        login("id");
        readers = new StreamReaders(
                new Access.Environment(secrets, Egress.ANYWHERE, Duration.ofSeconds(4)),
                sheets,
                new Members(sheets, new Key("kubeless", "copies"), name, PACE),
                QUICK);
    }

    void login(String id) {
        secrets.put(
                SECRET,
                Map.of(
                        "aws_access_key_id", id.getBytes(StandardCharsets.UTF_8),
                        "aws_secret_access_key", "key".getBytes(StandardCharsets.UTF_8)));
    }

    static Source source(URI address, String stream, StartPosition start) {
        return new Source(
                new TriggerId(Kind.KINESIS_TRIGGER, new Key("default", "t")),
                stream,
                FUNCTION,
                new KinesisStream("us-east-1", Optional.of(address), stream, Optional.of(SECRET)),
                Optional.empty(),
                start);
    }

    /** Opens a route that reads. */
    Copy read(Source from) throws Exception {
        read = new OneSource<>(bench, from, readers.of(from));
        return this;
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

    /** How many shards it reads. */
    int shards() {
        return situation() instanceof Situation.Reading reading ? reading.parts() : 0;
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
