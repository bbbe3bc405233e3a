package dev.dromedary.routes.kinesis.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.kube.RealApiServer;
import dev.dromedary.routes.core.Seen;
import dev.dromedary.routes.core.source.Situation;
import dev.dromedary.routes.kinesis.RealKinesis.Emulator;
import dev.dromedary.routes.kinesis.lease.Cut;
import dev.dromedary.routes.kinesis.lease.LeaseSheets;
import dev.dromedary.routes.kinesis.lease.Sheets;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several copies of the router, which agree by Leases on a real API server. */
class CopiesIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final RealApiServer SERVER = RealApiServer.shared();
    private static final Ground GROUND = new Ground(Emulator.KINESALITE);

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Sheets sheets = new LeaseSheets(SERVER.client());

    @BeforeAll
    static void makeNamespace() {
        SERVER.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kubeless")
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
    }

    @AfterAll
    static void leave() {
        GROUND.close();
    }

    private Copy copy(String name, Sheets by) {
        return new Copy(name, by, seen, (request, body) -> request.response().end());
    }

    private static Source source(String stream) {
        return Copy.source(GROUND.kinesis().address(), stream, new StartPosition.Earliest());
    }

    private void awaitSeen(int from, int to) {
        List<String> all = IntStream.range(from, to).mapToObj(String::valueOf).toList();
        await().atMost(SOON).until(() -> seen.stream().map(Seen::body).toList().containsAll(all));
    }

    @Test
    void aCopyThatJoinsGetsHalfAndOneThatLeavesGivesAllAndNothingComesTwice() throws Exception {
        String stream = GROUND.stream(4);
        Source source = source(stream);
        try (Copy a = copy("a", sheets).read(source);
                Copy b = copy("b", sheets)) {
            await().atMost(SOON).until(() -> a.shards() == 4);
            GROUND.send(stream, 0, 40, 8);
            awaitSeen(0, 40);
            b.read(source);
            await().atMost(SOON).until(() -> a.shards() == 2 && b.shards() == 2);
            GROUND.send(stream, 40, 80, 8);
            awaitSeen(40, 80);
            assertThat(seen).extracting(Seen::by).contains("a", "b");
            a.stop();
            await().atMost(SOON).until(() -> b.shards() == 4);
            GROUND.send(stream, 80, 120, 8);
            awaitSeen(80, 120);
            assertThat(seen).extracting(Seen::id).doesNotHaveDuplicates();
            assertThat(seen).hasSize(120);
        }
    }

    @Test
    void whatACopyReadThatDiedIsReadOnByTheOthers() throws Exception {
        String stream = GROUND.stream(4);
        Source source = source(stream);
        Cut cut = new Cut(sheets);
        try (Copy a = copy("a", cut).read(source);
                Copy b = copy("b", sheets).read(source)) {
            await().atMost(SOON).until(() -> a.shards() == 2 && b.shards() == 2);
            GROUND.send(stream, 0, 40, 8);
            awaitSeen(0, 40);
            cut.off();
            await().atMost(SOON).until(() -> b.shards() == 4);
            assertThat(a.situation()).as("it has let go before").isInstanceOf(Situation.Troubled.class);
            int before = seen.size();
            GROUND.send(stream, 40, 80, 8);
            awaitSeen(40, 80);
            assertThat(seen.subList(before, seen.size())).extracting(Seen::by).containsOnly("b");
        }
    }

    @Test
    void aTriggersLeaseGoesWithIt() throws Exception {
        String stream = GROUND.stream(1);
        Source source = source(stream);
        try (Copy a = copy("a", sheets).read(source)) {
            await().atMost(SOON).until(() -> a.shards() == 1);
            var lease = SERVER.client()
                    .leases()
                    .inNamespace(source.sheet().namespace())
                    .withName(source.sheet().name())
                    .get();
            assertThat(lease.getMetadata().getOwnerReferences()).hasSize(1);
            assertThat(lease.getMetadata().getOwnerReferences().getFirst().getUid())
                    .isEqualTo(source.uid());
            assertThat(lease.getMetadata().getOwnerReferences().getFirst().getKind())
                    .isEqualTo("KinesisTrigger");
        }
    }
}
