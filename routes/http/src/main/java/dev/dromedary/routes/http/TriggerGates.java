package dev.dromedary.routes.http;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.http.auth.AuthPlan;
import dev.dromedary.routes.http.auth.CurrentGate;
import dev.dromedary.routes.http.auth.Gates;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of the triggers whose routes run, and what is to be said of them. */
final class TriggerGates {

    private final Gates gates;
    private final Signal signal = new Signal();
    private final Map<TriggerId, CurrentGate> open = new ConcurrentHashMap<>();

    TriggerGates(Gates gates) {
        this.gates = gates;
    }

    /** Raised when {@link #standing} may say another thing. */
    Signal signal() {
        return signal;
    }

    /** Opens the gate of a route that starts. */
    CurrentGate open(HttpPlan plan) {
        TriggerId id = plan.id();
        CurrentGate gate =
                new CurrentGate(wanted -> gates.open(wanted, id.key().namespace(), () -> signal.raise(id.key())));
        open.put(id, gate);
        changed(plan);
        return gate;
    }

    /** The route goes on by this plan. */
    void changed(HttpPlan plan) {
        CurrentGate gate = open.get(plan.id());
        if (gate != null) {
            var unused = gate.of(plan.auth());
            if (isAsked(plan)) {
                signal.raise(plan.id().key());
            }
        }
    }

    /** The route has ended. */
    void close(TriggerId id) {
        CurrentGate gate = open.remove(id);
        if (gate != null) {
            gate.close();
        }
    }

    /** Whether it can be told who calls; empty where anybody may. */
    Optional<Condition> standing(HttpPlan plan) {
        if (!isAsked(plan)) {
            return Optional.empty();
        }
        CurrentGate gate = open.get(plan.id());
        if (gate == null) {
            return Optional.of(new Condition(
                    Condition.CALLERS_KNOWN,
                    "Unknown",
                    Reason.Progressing.name(),
                    "The trigger's route is being started",
                    null,
                    null));
        }
        Optional<String> trouble = gate.trouble();
        return Optional.of(Condition.of(
                Condition.CALLERS_KNOWN,
                trouble.isEmpty(),
                trouble.isEmpty() ? Reason.CallersChecked : Reason.CallersUnknown,
                trouble.orElse("Callers are asked who they are")));
    }

    private static boolean isAsked(HttpPlan plan) {
        return !(plan.auth() instanceof AuthPlan.Open);
    }
}
