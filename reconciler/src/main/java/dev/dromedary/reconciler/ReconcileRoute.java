package dev.dromedary.reconciler;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.function.Function;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/**
 * A Function becomes running pods: ConfigMap, Service, the Job of its image where one is wanted, Deployment, HPA, in this
 * order, then the status. A step that fails
 * keeps the later ones from being taken; the status is written all the same, and the pass comes again.
 */
final class ReconcileRoute extends RouteBuilder {

    /** The route's id. */
    static final String ID = "reconcile";

    /** The name of the bean that lists which kinds concern a Function. */
    static final String RELATED = "functionChildren";

    private final Steps steps;
    private final int workers;

    ReconcileRoute(Steps steps, int workers) {
        this.steps = steps;
        this.workers = workers;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from("kube:functions?workers=" + workers + "&related=#" + RELATED)
                .routeId(ID)
                .autoStartup(false)
                .process(body(Key.class, key -> steps.find(key).orElse(null)))
                .id("find")
                .filter(body().isNotNull())
                .process(body(GenericKubernetesResource.class, steps::plan))
                .id("plan")
                .process(make(Kind.CONFIG_MAP))
                .id("ConfigMap")
                .process(make(Kind.SERVICE))
                .id("Service")
                .process(make(Kind.JOB))
                .id("Job")
                .process(make(Kind.DEPLOYMENT))
                .id("Deployment")
                .process(make(Kind.AUTOSCALER))
                .id("HPA")
                .process(body(Reconciliation.class, steps::sweep))
                .id("sweep")
                .process(body(Reconciliation.class, steps::status))
                .id("status")
                .enrich(EventRoute.ENTRY, (status, event) -> status)
                .id("events")
                .process(body(StatusChange.class, ReconcileRoute::again))
                .id("again");
    }

    private Processor make(Kind kind) {
        return body(Reconciliation.class, pass -> steps.make(pass, kind));
    }

    /** A failed pass goes back to the queue, and comes again after a growing wait. */
    private static StatusChange again(StatusChange change) {
        change.pass().failure().ifPresent(failure -> {
            throw new IllegalStateException(
                    failure.step() + ": " + failure.cause().getMessage(), failure.cause());
        });
        return change;
    }

    private static <I, O> Processor body(Class<I> type, Function<I, O> step) {
        return exchange ->
                exchange.getMessage().setBody(step.apply(exchange.getMessage().getBody(type)));
    }
}
