package dev.dromedary.metrics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A metric that we serve to autoscalers. */
enum Series {
    /** Kubeless' name for the calls of a function a second. */
    CALLS("function_calls", FunctionCalls.WINDOW.toSeconds(), true),

    /** Calls that are under way to a function through the router, those that wait for a pod included. */
    IN_FLIGHT("function_requests_in_flight", 0, false);

    private final String title;
    private final long windowSeconds;
    private final boolean ofPods;

    Series(String title, long windowSeconds, boolean ofPods) {
        this.title = title;
        this.windowSeconds = windowSeconds;
        this.ofPods = ofPods;
    }

    /** The one of that name, of that kind of object. */
    static Optional<Series> of(String title, String resource) {
        return Stream.of(values())
                .filter(series ->
                        series.title.equals(title) && series.resources().contains(resource))
                .findFirst();
    }

    /** What it is called in the API. */
    String title() {
        return title;
    }

    /** Over how long it is a mean; 0: it is of a moment. */
    long windowSeconds() {
        return windowSeconds;
    }

    /** The kinds of object that we know it of. */
    List<String> resources() {
        return ofPods ? List.of("services", "pods") : List.of("services");
    }
}
