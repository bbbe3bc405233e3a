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

/** The gates of the triggers whose routes run, and what keeps callers out. */
final class TriggerGates implements Attendant {

    private final Gates gates;
    private final Signal signal = new Signal();
    private final Map<TriggerId, CurrentGate> open = new ConcurrentHashMap<>();

    TriggerGates(Gates gates) {
        this.gates = gates;
    }

    /** The gate of a trigger whose route runs. */
    CurrentGate gate(TriggerId id) {
        return open.get(id);
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public void begins(HttpPlan plan) {
        TriggerId id = plan.id();
        open.put(id, new CurrentGate(wanted -> gates.open(wanted, id.key().namespace(), () -> signal.raise(id.key()))));
        changed(plan);
    }

    @Override
    public void changed(HttpPlan plan) {
        CurrentGate gate = open.get(plan.id());
        if (gate != null) {
            var unused = gate.of(plan.auth());
            if (isAsked(plan)) {
                signal.raise(plan.id().key());
            }
        }
    }

    @Override
    public void ended(TriggerId id) {
        CurrentGate gate = open.remove(id);
        if (gate != null) {
            gate.close();
        }
    }

    @Override
    public Optional<Condition> standing(HttpPlan plan) {
        if (!isAsked(plan)) {
            return Optional.empty();
        }
        CurrentGate gate = open.get(plan.id());
        if (gate == null) {
            return Optional.of(Attendant.starting(Condition.CALLERS_KNOWN));
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
