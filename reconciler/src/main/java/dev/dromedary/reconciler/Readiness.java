package dev.dromedary.reconciler;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Ready to lead, or to take over: everything that there is has been heard of. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements HealthCheck {

    private final Wiring wiring;

    @Inject
    Readiness(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder caches = HealthCheckResponse.named("caches").status(wiring.synced());
        // Told, not judged: where another adapter serves the metrics, Functions are looked after all the same.
        wiring.metrics().ifPresent(state -> caches.withData("custom-metrics", state));
        return caches.build();
    }
}
