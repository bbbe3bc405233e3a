package dev.dromedary.routes.http.auth;

import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is found to be wrong while a spec is read. {@code null} means the same as empty. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void add(String field, String remedy) {
        problems.add(Problem.invalid(field, remedy));
    }

    /** A text that must be there. */
    String required(String field, String value) {
        if (isEmpty(value)) {
            add(field, "must be set");
        }
        return orElse(value, "");
    }

    /** The name of a Secret that must be named. */
    String secret(String field, String name) {
        if (isEmpty(name)) {
            add(field, "must name a Secret in the trigger's namespace");
        } else {
            ObjectName.trouble(name).ifPresent(trouble -> add(field, trouble));
        }
        return orElse(name, "");
    }

    /** The name of a header; the default where none is named. */
    String header(String field, String name, String byDefault) {
        String named = orElse(name, byDefault);
        if (!named.isEmpty()) {
            HeaderName.trouble(named).ifPresent(trouble -> add(field, trouble));
        }
        return named;
    }

    /** One of some words; the first where none is written. */
    String oneOf(String field, String word, List<String> words) {
        String written = orElse(word, words.getFirst());
        if (!words.contains(written)) {
            String last = words.getLast();
            add(
                    field,
                    "is '" + written + "': write " + String.join(", ", words.subList(0, words.size() - 1)) + " or "
                            + last);
        }
        return written;
    }

    static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    static String orElse(String text, String byDefault) {
        return isEmpty(text) ? byDefault : text;
    }
}
