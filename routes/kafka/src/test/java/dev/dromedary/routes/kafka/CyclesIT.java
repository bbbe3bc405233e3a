package dev.dromedary.routes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.broker.RealKafka;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.routes.core.Bench;
import dev.dromedary.routes.core.Cycles;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kafka.consume.Ground;
import dev.dromedary.routes.kafka.replay.Replays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KafkaTriggers that come and go leave nothing behind, wherever they were on their way. */
class CyclesIT {

    private static final Set<GroupState> WITH_MEMBERS =
            Set.of(GroupState.STABLE, GroupState.PREPARING_REBALANCE, GroupState.COMPLETING_REBALANCE);

    @ParameterizedTest(name = "{0} consumers are never parked")
    @ValueSource(ints = {50, 0})
    void triggersThatComeAndGoLeaveNothingBehind(int consumers) throws Exception {
        Bench bench = new Bench();
        try (Ground ground = new Ground(RealKafka.shared())) {
            Access.Environment environment = new Access.Environment(
                    Installation.of(Map.of("KAFKA_BROKERS", ground.kafka().address())),
                    new MemorySecrets(),
                    Egress.ANYWHERE);
            KafkaRoom.Means means =
                    new KafkaRoom.Means(environment, InstallationDefault.NONE, consumers, Optional.empty());
            Replays replays = KafkaRoom.open(bench.router(), means);
            bench.function(
                    new Key("default", "f"), request -> request.response().end());
            String spec = "{topic: %s, functionSelector: {}}".formatted(ground.topic(1, Map.of()));
            new Cycles(bench, Kind.KAFKA_TRIGGER, trigger -> spec, Cycles.Work.NONE).run();
            assertThat(groups(ground)).isEmpty();
            bench.close();
            replays.close();
        }
    }

    /** Of those, that have members. */
    private static List<String> groups(Ground ground) throws Exception {
        return ground
                .admin()
                .listGroups(ListGroupsOptions.forConsumerGroups().inGroupStates(WITH_MEMBERS))
                .all()
                .get()
                .stream()
                .map(GroupListing::groupId)
                .filter(group -> group.contains("cycle-"))
                .toList();
    }
}
