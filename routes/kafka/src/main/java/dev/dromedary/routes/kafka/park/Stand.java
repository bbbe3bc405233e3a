package dev.dromedary.routes.kafka.park;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A route's place: its consumer runs, or is parked. Thread-safe. */
public final class Stand {

    private static final long NEVER = Long.MIN_VALUE;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Parked parked;
    private final Parking parking;
    private final Lookout lookout;
    private final long number;
    private final Vain vain = new Vain();
    private volatile long last = NEVER;
    private volatile boolean came;
    private volatile boolean dozing;

    Stand(Parked parked, Parking parking, Lookout lookout, long number) {
        this.parked = parked;
        this.parking = parking;
        this.lookout = lookout;
        this.number = number;
    }

    /** Whether its consumer is to run right away; otherwise it is to be parked. */
    public boolean begin() {
        return parking.places().take(this);
    }

    /** Records came to its consumer. */
    public void came(long now) {
        last = now;
        came = true;
    }

    /** How long its consumer may wait for records before it looks whether it is to be parked. */
    public Duration patience() {
        Duration begun = parking.pace().begun();
        return begun.compareTo(LONGEST) < 0 ? begun : LONGEST;
    }

    /**
     * Whether its consumer need not run: nothing has come for a while, and enough others run that have more to do.
     *
     * @param since when it got the partitions that it has
     */
    public boolean isSpare(long since, long now) {
        return isIdle(since, now) && parking.places().isSpare(this);
    }

    /** Whether nothing has come for a while. */
    public boolean isIdle(long since, long now) {
        Duration enough = came ? parking.pace().idle() : parking.pace().begun();
        long from = came ? Math.max(since, last) : since;
        return now - from >= enough.toNanos();
    }

    /**
     * Its consumer goes on running, and would ask for no records.
     *
     * @param at how far it has read its partitions
     * @return whether it need not: they are listened to by now. It is told when that ends.
     */
    public boolean doze(Map<TopicPartition, Long> at) {
        dozing = true;
        return lookout.dozers().doze(this, at);
    }

    /** Its consumer looks after itself. */
    public void rise() {
        if (dozing) {
            dozing = false;
            lookout.dozers().rise(this);
        }
    }

    /** Its consumer is closed, and all that it had is committed: from now on its topics are looked at. */
    public void park() {
        vain.parked(came);
        came = false;
        rise();
        parking.places().leave(this);
        lookout.add(this);
    }

    /** The route ends. */
    public void close() {
        lookout.remove(this);
        lookout.dozers().rise(this);
        parking.places().leave(this);
        parking.closed(lookout);
    }

    Parked parked() {
        return parked;
    }

    Vain vain() {
        return vain;
    }

    /** Whether it had records later than another; of those that had none, the older one is first. */
    boolean precedes(Stand other) {
        return last != other.last ? last > other.last : number < other.number;
    }
}
