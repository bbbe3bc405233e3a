package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.deliver.Flow;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.core.source.SourceReader;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.park.Parking;
import java.util.Optional;

/**
 * What reads topics.
 *
 * @param parking where readers are that have nothing to do
 * @param member which copy of the router this is, where it keeps its partitions while it starts again; empty: it does not
 */
public record TopicReaders(Access.Environment environment, Timing timing, Parking parking, Optional<String> member) {

    /** What makes a reader of a source in this cluster. */
    public SourceReader.Opening of(Source source, Cluster cluster) {
        Reader.Ways ways = new Reader.Ways(
                changed -> new Access(cluster, environment, changed), parked -> parking.stand(parked, cluster), member);
        return (flow, said) -> new Reader(
                ways,
                new Claims.Making(source, flow::lane, new Beginning(source.start(), timing.answer()), timing),
                now -> {
                    behind(flow, now);
                    said.accept(now);
                });
    }

    private static void behind(Flow flow, Situation now) {
        if (now instanceof Situation.Reading reading) {
            flow.lag(reading.behind());
        }
        if (now instanceof Situation.Waiting) {
            flow.lag(0);
        }
    }
}
