package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how the metrics API stands: in the log, in the program's health, and, where somebody must know, in an Event of its Service. */
final class News {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT);

    private final KubernetesClient client;
    private final Key service;
    private final String identity;
    private volatile String state = "starting";

    News(KubernetesClient client, Key service, String identity) {
        this.client = client;
        this.service = service;
        this.identity = identity;
    }

    String state() {
        return state;
    }

    void serving() {
        if (isNew("serving")) {
            LOG.info("Serving the metric of functions group={}", Discovery.GROUP);
        }
    }

    /** The group is somebody else's, and stays so. */
    void taken(String by) {
        if (isNew("not served: " + by + " serves " + Discovery.GROUP)) {
            LOG.warn("Somebody else serves the metrics API and keeps it group={} by={}", Discovery.GROUP, by);
            event(
                    "APIServiceTaken",
                    Discovery.GROUP + " is served by " + by + ", which is left as it is: " + "have that one provide "
                            + Series.CALLS.title() + ", or remove it");
        }
    }

    void trouble(String why) {
        if (isNew("not served: " + why)) {
            LOG.warn("The metrics API cannot be served now because={}", why);
        }
    }

    private boolean isNew(String now) {
        boolean changed = !now.equals(state);
        state = now;
        return changed;
    }

    /** A courtesy: nothing depends on it. */
    private void event(String reason, String note) {
        try {
            client.resource(new EventBuilder()
                            .withNewMetadata()
                            .withNamespace(service.namespace())
                            .withName(service.name() + "." + Long.toHexString(System.nanoTime()))
                            .endMetadata()
                            .withEventTime(new MicroTime(
                                    MICROSECONDS.format(Instant.now().atOffset(ZoneOffset.UTC))))
                            .withNewRegarding()
                            .withApiVersion("v1")
                            .withKind("Service")
                            .withNamespace(service.namespace())
                            .withName(service.name())
                            .endRegarding()
                            .withAction("Register")
                            .withType("Warning")
                            .withReason(reason)
                            .withNote(note)
                            .withReportingController("dromedary.dev/reconciler")
                            .withReportingInstance(identity)
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warn("An Event could not be written because={}", e.toString());
        }
    }
}
