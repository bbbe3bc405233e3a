package dev.dromedary.crd;

/** A FunctionSpec's fields with their defaults in place of {@code null} and empty. */
public final class FunctionSpecs {

    /** Kubeless' time-out for a call, in seconds. */
    public static final String DEFAULT_TIMEOUT = "180";

    private FunctionSpecs() {}

    /** What it runs on; empty where nothing is said. */
    public static String runtime(FunctionSpec spec) {
        return spec.runtime() == null ? "" : spec.runtime();
    }

    /** The time-out of a call in whole seconds, as text. */
    public static String timeout(FunctionSpec spec) {
        return isEmpty(spec.timeout()) ? DEFAULT_TIMEOUT : spec.timeout();
    }

    /** Whether there is code to put into a pod: without handler and source, the image brings its own. */
    public static boolean hasCode(FunctionSpec spec) {
        return !isEmpty(spec.handler()) && !isEmpty(spec.function());
    }

    static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
