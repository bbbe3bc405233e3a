package dev.dromedary.reconciler;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Function becomes running pods: ConfigMap, Service, the Job of its image where one is wanted, Deployment, HPA, in this
 * order, then the status. A step that fails
 * keeps the later ones from being taken; the status is written all the same, and the pass comes again.
 */
final class ReconcileRoute extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(ReconcileRoute.class);

    /** The route's id. */
    static final String ID = "reconcile";

    /** The name of the bean that lists which kinds concern a Function. */
    static final String RELATED = "functionChildren";

    private static final String EVENTS = "direct:events";
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT);
    private static final int LONGEST_NOTE = 1000;

    private final Steps steps;
    private final int workers;
    private final String instance;

    ReconcileRoute(Steps steps, int workers, String instance) {
        this.steps = steps;
        this.workers = workers;
        this.instance = instance;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        reconcile();
        events();
    }

    private void reconcile() {
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
                .enrich(EVENTS, (status, event) -> status)
                .id("events")
                .process(body(StatusChange.class, ReconcileRoute::again))
                .id("again");
    }

    private void events() {
        from(EVENTS)
                .routeId("kubernetes-events")
                .filter(exchange ->
                        exchange.getMessage().getBody(StatusChange.class).isNews())
                .process(this::describe)
                .doTry()
                .to("kubernetes-events:api?operation=createEvent&kubernetesClient=#kubernetesClient")
                .doCatch(Exception.class)
                .process(ReconcileRoute::eventFailed)
                .end();
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

    private void describe(Exchange exchange) {
        StatusChange change = exchange.getMessage().getBody(StatusChange.class);
        var message = exchange.getMessage();
        String note = change.ready().message();
        message.setHeader(
                KubernetesConstants.KUBERNETES_NAMESPACE_NAME,
                change.regarding().getNamespace());
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_NAME,
                change.regarding().getName() + "." + Long.toHexString(System.nanoTime()));
        // To the microsecond: the API server reads no finer times, and camel-kubernetes would send nanoseconds.
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_TIME,
                MICROSECONDS.format(Instant.now().atOffset(ZoneOffset.UTC)));
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REGARDING, change.regarding());
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_ACTION_PRODUCER, "Reconcile");
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_TYPE, change.ready().holds() ? "Normal" : "Warning");
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_REASON, change.ready().reason());
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_NOTE,
                note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE));
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REPORTING_CONTROLLER, "dromedary.dev/reconciler");
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REPORTING_INSTANCE, instance);
    }

    /** An Event is a courtesy: the pass does not depend on it. */
    private static void eventFailed(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn("An Event could not be written because={}", cause.toString());
    }

    private static <I, O> Processor body(Class<I> type, Function<I, O> step) {
        return exchange ->
                exchange.getMessage().setBody(step.apply(exchange.getMessage().getBody(type)));
    }
}
