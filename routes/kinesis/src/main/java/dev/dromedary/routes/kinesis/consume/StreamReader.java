package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.core.source.SourceReader;
import dev.dromedary.routes.kinesis.stream.Access;
import java.time.Duration;
import java.util.function.Consumer;

/** A session with a stream, and its own access to it. */
final class StreamReader implements SourceReader {

    private final Access access;
    private final Session session;
    private final Duration longest;

    StreamReader(StreamReaders by, Source source, Flow flow, Consumer<Situation> said) {
        this.access = new Access(source.stream(), by.environment(), this::nudge);
        this.session = new Session(
                source,
                new Session.Means(access, by.sheets(), by.members(), by.timing(), now -> {
                    if (now instanceof Situation.Reading reading) {
                        flow.behind(reading.behind());
                    }
                    said.accept(now);
                }),
                flow);
        this.longest = by.timing().drain().multipliedBy(2).plus(by.environment().answer());
    }

    @Override
    public void start() {
        session.start();
    }

    /** The Secret may be another already while this is being made. */
    private void nudge() {
        Session running = session;
        if (running != null) {
            running.nudge();
        }
    }

    @Override
    public boolean close() {
        boolean ended = session.close(longest);
        access.close();
        return ended;
    }
}
