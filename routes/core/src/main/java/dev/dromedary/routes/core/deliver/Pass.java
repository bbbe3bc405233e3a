package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.invoke.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt to deliver: what goes through a trigger's route, as the body of the exchange. It has one event, or a batch. On the
 * thread of its lane alone.
 */
public final class Pass {

    private final Of of;
    private final long began;
    private final List<Item> items;
    private List<Item> wanted;
    private Verdict verdict;

    /** What a pass is of. */
    record Of(Flow.Subject subject, Delivery delivery, Caller caller) {}

    Pass(Of of, List<Item> items, long began) {
        this.of = of;
        this.items = items;
        this.wanted = items;
        this.began = began;
    }

    TriggerId trigger() {
        return of.subject().trigger();
    }

    Key function() {
        return of.subject().function();
    }

    /** What holds for this attempt, whatever the trigger says meanwhile. */
    Delivery delivery() {
        return of.delivery();
    }

    Caller caller() {
        return of.caller();
    }

    /** All that were taken for it. */
    List<Item> items() {
        return items;
    }

    /** Those that the function is called with: at least one, after {@link #filter} said so. */
    List<Item> wanted() {
        return wanted;
    }

    /** When it began, in milliseconds. */
    long began() {
        return began;
    }

    /** Leaves out what is too old, and what the function does not want; whether anything is left. */
    boolean filter() {
        Instant oldest =
                delivery().maxAge().map(Instant.ofEpochMilli(began)::minus).orElse(Instant.MIN);
        Filter filter = delivery().filter();
        wanted = new ArrayList<>(items.size());
        for (Item item : items) {
            item.part(part(item.event(), oldest, filter));
            if (item.part() == Item.Part.WANTED) {
                wanted.add(item);
            }
        }
        return !wanted.isEmpty();
    }

    private static Item.Part part(Event event, Instant oldest, Filter filter) {
        if (!filter.wants(event)) {
            return Item.Part.UNWANTED;
        }
        return event.time().isBefore(oldest) ? Item.Part.EXPIRED : Item.Part.WANTED;
    }

    /** What came of the call. */
    void judge(Verdict came) {
        verdict = came;
    }

    /** What came of it, in the end; of one that ended before its function answered, what the exception says. */
    Verdict verdict(Throwable because) {
        if (because != null) {
            return Judge.of(because);
        }
        if (verdict == null) {
            return wanted.isEmpty()
                    ? Verdict.Taken.WHOLE
                    : new Verdict.Failed("The route ended before its function answered");
        }
        return verdict;
    }
}
