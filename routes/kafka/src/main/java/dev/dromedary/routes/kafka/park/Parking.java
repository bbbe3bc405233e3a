package dev.dromedary.routes.kafka.park;

import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Cluster;
import java.util.HashMap;
import java.util.Map;

/** Where consumers of this copy of the router are parked that have nothing to do. Thread-safe. */
public final class Parking {

    private final Places places;
    private final Pace pace;
    private final Access.Environment environment;
    private final Map<Cluster, Lookout> lookouts = new HashMap<>();
    private final Map<Lookout, Integer> stands = new HashMap<>();
    private long numbers;

    /**
     * Empty.
     *
     * @param kept how many consumers are never parked: those that had the latest records
     * @param environment what clusters are reached by
     */
    public Parking(int kept, Pace pace, Access.Environment environment) {
        this.places = new Places(kept);
        this.pace = pace;
        this.environment = environment;
    }

    /** A place for a route that reads from this cluster; to be closed with it. */
    public synchronized Stand stand(Parked parked, Cluster cluster) {
        Lookout lookout = lookouts.computeIfAbsent(
                cluster, any -> new Lookout(places, pace, changed -> new Access(cluster, environment, changed)));
        stands.merge(lookout, 1, Integer::sum);
        return new Stand(parked, this, lookout, numbers++);
    }

    synchronized void closed(Lookout lookout) {
        if (stands.merge(lookout, -1, Integer::sum) == 0) {
            stands.remove(lookout);
            lookouts.values().remove(lookout);
        }
    }

    Places places() {
        return places;
    }

    Pace pace() {
        return pace;
    }
}
