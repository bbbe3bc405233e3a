package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Fence;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.Wanted;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has the objects beside triggers be as they should, and says what came of it. Only the leading copy calls it.
 *
 * @param <P> the plan of the triggers
 */
public final class Keeper<P extends RoutePlan> {

    /** Longer than whoever leads requests on takes to hear of a new Service. */
    private static final Duration HEARD_OF = Duration.ofSeconds(2);

    private final Resources kept;
    private final Apply apply;
    private final Beside<P> beside;

    /**
     * A keeper of these objects.
     *
     * @param kept the kinds of objects that stand beside triggers, as {@code apply} knows them
     */
    public Keeper(Resources kept, Apply apply, Beside<P> beside) {
        this.kept = kept;
        this.apply = apply;
        this.beside = beside;
    }

    /**
     * What came of a pass.
     *
     * @param condition what there is to say; empty: nothing
     * @param failure why it is to be tried again; empty: all is as it should be
     */
    record Kept(Optional<Condition> condition, Optional<RuntimeException> failure) {

        static final Kept NOTHING = new Kept(Optional.empty(), Optional.empty());
    }

    /**
     * Whose objects they are.
     *
     * @param object the trigger as last heard; empty: there is none (any more)
     * @param plan empty where there is none, or where another trigger has what it claims
     */
    record Subject<P extends RoutePlan>(
            Kind kind, Key key, Optional<GenericKubernetesResource> object, Optional<P> plan) {}

    List<Related> related(Supplier<Collection<P>> plans) {
        return beside.related(plans);
    }

    /** Sees to the objects of one trigger. */
    Kept keep(Subject<P> subject, Supplier<Collection<P>> plans) {
        try {
            Beside.Wishes wishes = beside.wanted(subject.key(), subject.plan(), plans);
            boolean anew = false;
            for (Wanted wanted : wishes.first()) {
                anew |= isNew(wanted);
                carryOut(wanted, subject);
            }
            if (anew && !wishes.then().isEmpty()) {
                pause();
            }
            wishes.then().forEach(wanted -> carryOut(wanted, subject));
            return new Kept(subject.plan().flatMap(beside::standing), Optional.empty());
        } catch (Fence.NotLeading | Apply.Outdated e) {
            throw e;
        } catch (RuntimeException e) {
            return new Kept(Optional.of(KeepFailed.condition(beside.condition(), e)), Optional.of(e));
        }
    }

    private boolean isNew(Wanted wanted) {
        return wanted instanceof Wanted.Present
                && kept.cache(wanted.kind()).get(wanted.key()).isEmpty();
    }

    private void carryOut(Wanted wanted, Subject<P> subject) {
        boolean there = kept.cache(wanted.kind()).get(wanted.key()).isPresent();
        if (wanted instanceof Wanted.Absent && there) {
            // Nothing is removed because of a trigger that is not the newest.
            subject.object().ifPresent(known -> apply.confirm(subject.kind(), known));
        }
        if (wanted instanceof Wanted.Present && kept.cache(wanted.kind()).missing()) {
            throw new KindMissing(wanted.kind());
        }
        try {
            var unused = apply.apply(wanted);
        } catch (Fence.NotLeading | Apply.Outdated e) {
            throw e;
        } catch (RuntimeException e) {
            throw KeepFailed.of(wanted, e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(HEARD_OF);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
