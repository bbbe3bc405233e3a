package dev.dromedary.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A label selector as it stands in a URL, of the only form that autoscalers send for functions: {@code a=b,c=d}. */
record LabelSelection(Map<String, String> labels) {

    /** The selection; empty where it is of another form. */
    static Optional<LabelSelection> of(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] pair = part.strip().split("==?", -1);
            if (pair.length != 2 || pair[0].isEmpty() || pair[0].endsWith("!") || pair[0].contains(" ")) {
                return Optional.empty();
            }
            labels.put(pair[0], pair[1]);
        }
        return Optional.of(new LabelSelection(labels));
    }

    boolean matches(Map<String, String> of) {
        return of.entrySet().containsAll(labels.entrySet());
    }
}
