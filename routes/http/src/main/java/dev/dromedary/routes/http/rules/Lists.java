package dev.dromedary.routes.http.rules;

import java.util.List;

/** Lists of a spec, where {@code null} means the same as empty. */
final class Lists {

    private Lists() {}

    static <T> List<T> of(List<T> written) {
        return written == null ? List.of() : written;
    }
}
