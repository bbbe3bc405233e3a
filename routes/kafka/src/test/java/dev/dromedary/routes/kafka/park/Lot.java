package dev.dromedary.routes.kafka.park;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.MemorySecrets;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Broker;
import dev.dromedary.routes.kafka.cluster.ClientSettings;
import dev.dromedary.routes.kafka.cluster.Cluster;
import dev.dromedary.routes.kafka.cluster.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where tests park, without a broker: nobody looks. */
final class Lot {

    static final Pace PACE = new Pace(
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofHours(12),
            Duration.ofSeconds(5),
            Duration.ofMillis(500));

    private static final Cluster NOWHERE =
            new Cluster(List.of(new Broker("localhost", 1)), Optional.empty(), Optional.empty(), true);

    private static final Access.Environment ENVIRONMENT =
            new Access.Environment(Installation.of(Map.of()), new MemorySecrets(), Egress.ANYWHERE);

    private final Parking parking;

    Lot(int kept) {
        this.parking = new Parking(kept, PACE, ENVIRONMENT);
    }

    /** How a broker at this address is reached. */
    static ClientSettings settings(String address) {
        Cluster cluster =
                new Cluster(List.of(Broker.of(address).orElseThrow()), Optional.empty(), Optional.empty(), true);
        try (Access access = new Access(cluster, ENVIRONMENT, () -> {})) {
            return ((Material.Ready<ClientSettings>) access.now()).value();
        }
    }

    Stand stand() {
        return parking.stand(new Nobody("group", Optional.of("topic"), () -> {}), NOWHERE);
    }

    Places places() {
        return parking.places();
    }

    /** So many seconds, in nanoseconds. */
    static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    /** A route that reads a topic. */
    Stand stand(String group, String topic) {
        return parking.stand(new Nobody(group, Optional.of(topic), () -> {}), NOWHERE);
    }

    /** One that has this run when it is to ask for records itself. */
    Stand stand(Runnable roused) {
        return parking.stand(new Nobody("group", Optional.of("topic"), roused), NOWHERE);
    }

    private record Nobody(String group, Optional<String> topic, Runnable roused) implements Parked {
        @Override
        public boolean reads(String topic) {
            return true;
        }

        @Override
        public void wake(Known known) {}

        @Override
        public void rouse() {
            roused.run();
        }

        @Override
        public void waits() {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void unfit(String why) {}
    }
}
