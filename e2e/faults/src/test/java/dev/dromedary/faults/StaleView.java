package dev.dromedary.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The reconciler looks into the past: its lists of some kinds are answered as things were when the fault was armed, and for a
 * while nothing newer comes by its watches. What it writes is carried out at once.
 */
final class StaleView implements Faults {

    static final Duration HOW_LONG = Duration.ofSeconds(2);

    private final Set<String> fresh;
    private final Set<String> listed = new HashSet<>();

    /**
     * One that knows nothing new but of these.
     *
     * @param fresh plurals
     */
    StaleView(Set<String> fresh) {
        this.fresh = fresh;
    }

    @Override
    public Fate of(Call call, int write) {
        if (!call.lists() || fresh.contains(call.plural())) {
            return Fate.FORWARD;
        }
        listed.add(call.plural());
        return new Fate.Past();
    }

    @Override
    public Turn of(String plural, int event) {
        return listed.remove(plural) ? new Turn.Stall(HOW_LONG) : Turn.PASS;
    }
}
