package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.routes.kinesis.lease.Listing;
import dev.dromedary.routes.kinesis.stream.Access;
import dev.dromedary.routes.kinesis.stream.KinesisStream;
import dev.dromedary.routes.kinesis.stream.Shards;
import dev.dromedary.routes.kinesis.stream.Trouble;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** The shards of a stream, as they were listed last. Of one thread. */
final class Survey {

    /** Shards that one answer lists: AWS' own most. */
    private static final int PAGE = 1000;

    private final Access access;
    private final KinesisStream stream;
    private final Duration every;
    private Optional<Listing> listing = Optional.empty();
    private boolean due = true;
    private long listed;

    /** One that knows of nothing yet. */
    Survey(Access access, KinesisStream stream, Duration every) {
        this.access = access;
        this.stream = stream;
        this.every = every;
    }

    /** Empty: the stream was not seen (yet). */
    Optional<Listing> listing() {
        return listing;
    }

    /** What is known may be old: it is listed anew with the next look. */
    void again() {
        due = true;
    }

    /**
     * Lists now and then, and where something is another than it was. Waits for the service.
     *
     * @param changed whether it is
     * @throws SdkException if the service says no, and it is not only busy
     */
    void look(boolean changed) {
        long now = System.nanoTime();
        if (!due && !changed && now - listed < every.toNanos()) {
            return;
        }
        due = true;
        try {
            listing = Optional.of(Shards.list(access.client(), stream.name(), PAGE));
            listed = now;
            due = false;
        } catch (SdkException e) {
            Trouble trouble = Trouble.of(e, stream);
            if (trouble instanceof Trouble.Refused) {
                access.again();
            }
            if (!(trouble instanceof Trouble.Throttled) || listing.isEmpty()) {
                throw e;
            }
        }
    }
}
