package dev.dromedary.routes.core.invoke;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What every event tells a function about itself: Kubeless' four headers (contract:
 * triggers.md 1.1). A sender cannot set the former: they are taken off what comes from outside.
 *
 * @param id tells a repeat from another event
 * @param type for HTTP the content type, as Kubeless has it
 * @param time when it happened, in the source's own form
 * @param namespace where it came from, such as {@code cronjobtrigger.kubeless.io}
 */
public record EventHeaders(String id, String type, String time, String namespace) {

    private static final String PREFIX = "event-";

    /**
     * A moment as Go writes it, for sources that Kubeless told so: {@code 2020-01-02 03:04:05.12 +0000 UTC}.
     *
     * @param iso as an {@link java.time.Instant} is written
     */
    public static String time(String iso) {
        int date = iso.indexOf('T');
        int end = iso.length() - 1;
        if (iso.indexOf('.') > 0) {
            while (iso.charAt(end - 1) == '0') {
                end--;
            }
        }
        return iso.substring(0, date) + " " + iso.substring(date + 1, end) + " +0000 UTC";
    }

    /** Takes off what only we may say, however it is written: {@code Event_Id} reads as {@code event-id} in many servers. */
    public static void strip(HttpHeaders headers) {
        List<CharSequence> forged = null;
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (isOurs(name)) {
                forged = forged == null ? new ArrayList<>() : forged;
                forged.add(name);
            }
        }
        if (forged != null) {
            forged.forEach(headers::remove);
        }
    }

    private static boolean isOurs(CharSequence name) {
        if (name.length() < PREFIX.length()) {
            return false;
        }
        for (int i = 0; i < PREFIX.length(); i++) {
            char c = Character.toLowerCase(name.charAt(i));
            if ((c == '_' ? '-' : c) != PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Sets Kubeless' four. */
    public void set(HttpHeaders headers) {
        headers.set("Event-Id", id).set("Event-Time", time).set("Event-Namespace", namespace);
        if (!type.isEmpty()) {
            headers.set("Event-Type", type);
        }
    }
}
