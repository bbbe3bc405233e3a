package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;

/**
 * What CloudEvents 1.0 says of an event, but for its content type and data.
 *
 * @param id tells a repeat from another event
 * @param source the trigger, as a URI reference
 * @param type such as {@code dev.dromedary.cron.tick}
 * @param time when it came about, as RFC 3339 has it
 * @param subject what of the source it is about; empty: that is not said
 * @param partitionKey by the extension for partitioning; empty: it has none
 */
public record CloudEvent(
        String id, String source, String type, String time, Optional<String> subject, Optional<String> partitionKey) {

    static final String VERSION = "1.0";

    /** One with neither subject nor partition key. */
    public CloudEvent(String id, String source, String type, String time) {
        this(id, source, type, time, Optional.empty(), Optional.empty());
    }

    /** A trigger as a source. */
    public static String source(Kind kind, Key trigger) {
        return "/apis/" + kind.group() + "/" + kind.version() + "/namespaces/" + trigger.namespace() + "/"
                + kind.plural() + "/" + trigger.name();
    }

    /** Sets it in HTTP's binary mode, in which what separates is percent-encoded. */
    public void into(HttpHeaders headers) {
        headers.set("ce-specversion", VERSION)
                .set("ce-id", id)
                .set("ce-source", source)
                .set("ce-type", type)
                .set("ce-time", time);
        subject.ifPresent(text -> headers.set("ce-subject", encoded(text)));
        partitionKey.ifPresent(text -> headers.set("ce-partitionkey", encoded(text)));
    }

    private static String encoded(String text) {
        return text.replace("%", "%25").replace("\"", "%22").replace(" ", "%20");
    }
}
