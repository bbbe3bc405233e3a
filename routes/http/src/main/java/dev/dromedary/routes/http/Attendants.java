package dev.dromedary.routes.http;

import dev.dromedary.crd.Condition;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.http.auth.CurrentGate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that looks after the triggers whose routes run.
 *
 * @param certificates empty: there is no listener for TLS
 */
record Attendants(TriggerGates gates, Optional<TriggerCertificates> certificates) {

    private Stream<Attendant> all() {
        return Stream.concat(Stream.of(gates), certificates.stream());
    }

    /** The route starts. */
    CurrentGate begins(HttpPlan plan) {
        all().forEach(attendant -> attendant.begins(plan));
        return gates.gate(plan.id());
    }

    /** The route goes on by this plan. */
    void changed(HttpPlan plan) {
        all().forEach(attendant -> attendant.changed(plan));
    }

    /** The route has ended. */
    void ended(TriggerId id) {
        all().forEach(attendant -> attendant.ended(id));
    }

    List<Condition> standing(HttpPlan plan) {
        return all().flatMap(attendant -> attendant.standing(plan).stream()).toList();
    }

    List<Signal> signals() {
        return all().map(Attendant::signal).toList();
    }
}
