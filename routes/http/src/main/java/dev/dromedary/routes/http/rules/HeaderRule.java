package dev.dromedary.routes.http.rules;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * What becomes of headers: first names are taken off, then set, then added.
 *
 * @param remove names
 * @param set in place of what is there
 * @param add beside what is there
 */
public record HeaderRule(List<String> remove, Map<String, String> set, Map<String, String> add) {

    /** Nothing. */
    public static final HeaderRule NOTHING = new HeaderRule(List.of(), Map.of(), Map.of());

    /** Does so. */
    public void apply(HttpHeaders headers) {
        remove.forEach(headers::remove);
        set.forEach(headers::set);
        add.forEach(headers::add);
    }
}
