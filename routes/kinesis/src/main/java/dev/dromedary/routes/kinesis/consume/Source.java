package dev.dromedary.routes.kinesis.consume;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.source.Consumed;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import dev.dromedary.routes.kinesis.lease.Turn;
import dev.dromedary.routes.kinesis.stream.KinesisStream;
import java.util.Optional;

/**
 * What a consumer reads, and for whom.
 *
 * @param uid of the trigger's object: one that was made anew under the same name has read nothing
 * @param shard the only one; empty: all
 */
public record Source(
        TriggerId trigger, String uid, Key function, KinesisStream stream, Optional<String> shard, StartPosition start)
        implements Consumed {

    @Override
    public TriggerId route() {
        return trigger;
    }

    /** Where the copies agree on its shards. */
    Key sheet() {
        return new Key(trigger.key().namespace(), "kubeless-kinesis-" + uid);
    }

    /** With what that goes. */
    Sheets.Owner owner() {
        return new Sheets.Owner(trigger, uid);
    }

    Turn.Reads reads() {
        return new Turn.Reads(stream.identity(), shard, start, uid);
    }
}
