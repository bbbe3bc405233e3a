package dev.dromedary.routes.kafka.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.routes.core.source.Situation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What tests of parked consumers do at a broker. */
record Rest(Ground ground) {

    private static final Duration LONG = Duration.ofSeconds(40);

    /** One whose consumer is parked as soon as nothing comes. */
    Copy parking(Source source) throws Exception {
        return Copy.parking().read(source, Copy.plain(ground.kafka().address()));
    }

    void awaitParked(Copy copy) {
        await().atMost(LONG).until(() -> copy.situation() instanceof Situation.Waiting);
    }

    /** Parked, with a position in each partition. */
    void awaitBegun(Copy copy, Source source, int partitions) {
        await().atMost(LONG).until(() -> ground.committed(source).size() == partitions);
        awaitParked(copy);
    }

    /** How many members a group has. */
    int members(Source source) throws Exception {
        try {
            return ground.admin()
                    .describeConsumerGroups(List.of(source.group()))
                    .describedGroups()
                    .get(source.group())
                    .get()
                    .members()
                    .size();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(GroupIdNotFoundException.class);
            return 0;
        }
    }

    void awaitBodies(Copy copy, int from, int to) {
        await().atMost(LONG).until(() -> copy.seen().size() >= to - from);
        assertThat(copy.bodies())
                .containsExactlyInAnyOrder(
                        IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new));
    }
}
