package dev.dromedary.routes.core;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/**
 * What every event tells a function about itself: Kubeless' four headers, and CloudEvents' beside them (contract:
 * triggers.md 1.1). A sender cannot set the former: they are taken off what comes from outside.
 *
 * @param id tells a repeat from another event
 * @param type for HTTP the content type, as Kubeless has it
 * @param time when it happened, in the source's own form
 * @param namespace where it came from, such as {@code cronjobtrigger.kubeless.io}
 */
public record EventHeaders(String id, String type, String time, String namespace) {

    private static final String PREFIX = "event-";

    /** Takes off what only we may say. */
    public static void strip(MultiMap headers) {
        List<String> forged = headers.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).replace('_', '-').startsWith(PREFIX))
                .toList();
        forged.forEach(headers::remove);
    }

    /** Sets Kubeless' four. */
    public void set(MultiMap headers) {
        headers.set("Event-Id", id).set("Event-Time", time).set("Event-Namespace", namespace);
        if (!type.isEmpty()) {
            headers.set("Event-Type", type);
        }
    }

    /**
     * Sets CloudEvents' too, in binary mode.
     *
     * @param source the trigger, as a URI reference
     * @param cloudType the CloudEvents type, such as {@code dev.dromedary.cron.tick}
     * @param cloudTime RFC 3339
     */
    public void setCloudEvent(MultiMap headers, String source, String cloudType, String cloudTime) {
        headers.set("ce-specversion", "1.0")
                .set("ce-id", id)
                .set("ce-source", source)
                .set("ce-type", cloudType)
                .set("ce-time", cloudTime);
    }
}
