package dev.dromedary.routes.kinesis.stream;

import dev.dromedary.routes.kinesis.lease.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Lists the shards of a stream, page by page. */
public final class Shards {

    private Shards() {}

    /**
     * A stream as it is now. Waits for the service.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException where it does not say so
     */
    public static Listing list(KinesisClient client, String stream, int page) {
        Instant created = client.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary()
                .streamCreationTimestamp();
        List<Listing.Shard> all = new ArrayList<>();
        ListShardsResponse answer =
                client.listShards(request -> request.streamName(stream).maxResults(page));
        answer.shards().stream().map(Shards::of).forEach(all::add);
        while (answer.nextToken() != null) {
            String token = answer.nextToken();
            answer = client.listShards(request -> request.nextToken(token).maxResults(page));
            answer.shards().stream().map(Shards::of).forEach(all::add);
        }
        return new Listing(created, List.copyOf(all));
    }

    private static Listing.Shard of(Shard shard) {
        List<String> parents = Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(parent -> parent != null && !parent.isEmpty())
                .toList();
        return new Listing.Shard(
                shard.shardId(), parents, shard.sequenceNumberRange().endingSequenceNumber() != null);
    }
}
