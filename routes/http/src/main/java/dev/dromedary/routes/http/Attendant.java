package dev.dromedary.routes.http;

import dev.dromedary.crd.Condition;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.TriggerId;
import java.util.Optional;

/** Looks after something that a trigger needs as long as its route runs. */
interface Attendant {

    /** The route starts. */
    void begins(HttpPlan plan);

    /** The route goes on by this plan. */
    void changed(HttpPlan plan);

    /** The route has ended. */
    void ended(TriggerId id);

    /** What there is to say of it; empty: nothing. */
    Optional<Condition> standing(HttpPlan plan);

    /** Raised when {@link #standing} may say another thing. */
    Signal signal();

    /** As long as it is not known. */
    static Condition starting(String type) {
        return Condition.unknown(type, "The trigger's route is being started");
    }
}
