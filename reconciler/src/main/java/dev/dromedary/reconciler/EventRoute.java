package dev.dromedary.reconciler;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is {@link Announced} becomes a Kubernetes Event. An Event is a courtesy: whoever announces does not depend on it. */
final class EventRoute extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRoute.class);

    /** Where to send what may be announced. */
    static final String ENTRY = "direct:events";

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT);
    private static final int LONGEST_NOTE = 1000;

    private final String instance;

    /** A route that signs with the name of this copy. */
    EventRoute(String instance) {
        this.instance = instance;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from(ENTRY)
                .routeId("kubernetes-events")
                .filter(exchange -> announced(exchange).news().isPresent())
                .process(exchange -> describe(announced(exchange).news().orElseThrow(), exchange.getMessage()))
                .doTry()
                .to("kubernetes-events:api?operation=createEvent&kubernetesClient=#kubernetesClient")
                .doCatch(Exception.class)
                .process(EventRoute::failed)
                .end();
    }

    private static Announced announced(Exchange exchange) {
        return exchange.getMessage().getBody(Announced.class);
    }

    private void describe(Announced.News news, Message message) {
        String name = news.regarding().getName() + "." + Long.toHexString(System.nanoTime());
        String note = news.note();
        message.setHeader(
                KubernetesConstants.KUBERNETES_NAMESPACE_NAME, news.regarding().getNamespace());
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_NAME, name);
        // To the microsecond: the API server reads no finer times, and camel-kubernetes would send nanoseconds.
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_TIME,
                MICROSECONDS.format(Instant.now().atOffset(ZoneOffset.UTC)));
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REGARDING, news.regarding());
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_ACTION_PRODUCER, "Reconcile");
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_TYPE, news.good() ? "Normal" : "Warning");
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REASON, news.reason());
        message.setHeader(
                KubernetesConstants.KUBERNETES_EVENT_NOTE,
                note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE));
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REPORTING_CONTROLLER, "dromedary.dev/reconciler");
        message.setHeader(KubernetesConstants.KUBERNETES_EVENT_REPORTING_INSTANCE, instance);
    }

    private static void failed(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn("An Event could not be written because={}", cause.toString());
    }
}
