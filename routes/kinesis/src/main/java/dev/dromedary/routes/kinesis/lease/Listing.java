package dev.dromedary.routes.kinesis.lease;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream as AWS describes it.
 *
 * @param created when it was made: a stream that was made anew under the same name is another
 * @param shards those that it has, and those that it had and whose records are still kept
 */
public record Listing(Instant created, List<Shard> shards) {

    /**
     * A shard.
     *
     * @param parents those that it came from, by a split or a merge; empty: none
     * @param closed whether no more records come
     */
    public record Shard(String id, List<String> parents, boolean closed) {}

    /** The shard of that id; empty: it has none (any more). */
    public Optional<Shard> shard(String id) {
        return shards.stream().filter(shard -> shard.id().equals(id)).findFirst();
    }
}
