package dev.dromedary.routes.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready once every trigger that there was has its route; from then on, for the router goes on without the API server. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class Readiness implements HealthCheck {

    private final Wiring wiring;
    private volatile boolean ready;

    @Inject
    Readiness(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public HealthCheckResponse call() {
        ready = ready || wiring.caughtUp();
        return HealthCheckResponse.named("routes").status(ready).build();
    }
}
