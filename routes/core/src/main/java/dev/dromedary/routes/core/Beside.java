package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Wanted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands beside the triggers of a kind: objects of Kubernetes' own, such as an Ingress. It says what should be; the
 * {@link Keeper} of the leading copy sees to it.
 *
 * @param <P> the kind's plan
 */
public interface Beside<P extends RoutePlan> {

    /**
     * What should be of a trigger's objects.
     *
     * @param first what the others lead to. Where one of these is made new, the others wait until the world has heard of it
     * @param then the others
     */
    record Wishes(List<Wanted> first, List<Wanted> then) {}

    /** The type of the condition that says how they are. */
    String condition();

    /**
     * Which changes concern which triggers: changes of what is kept, and of what it is made from.
     *
     * @param plans those of all triggers, whenever it is asked
     */
    List<Related> related(Supplier<Collection<P>> plans);

    /**
     * What should be, in the order of writing: a write that fails keeps the later ones from being tried.
     *
     * @param trigger whose
     * @param plan empty where there is no such trigger (any more), or another one has what it claims
     * @param plans those of all triggers
     * @throws KindMissing where the cluster does not know what is wanted
     */
    Wishes wanted(Key trigger, Optional<P> plan, Supplier<Collection<P>> plans);

    /** How a trigger's objects are, once they are as wanted; empty: it has none, and there is nothing to say. */
    Optional<Condition> standing(P plan);
}
