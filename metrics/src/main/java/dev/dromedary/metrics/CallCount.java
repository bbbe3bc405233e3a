package dev.dromedary.metrics;

import java.util.OptionalDouble;

/** Reads how often a function was called out of its pod's {@code /metrics}, in Prometheus' text format. */
final class CallCount {

    private static final String SERIES = "function_calls_total";

    /** Servers of ours name it before the first call, which has a series then. */
    private static final String NAMED = "# TYPE " + SERIES + " ";

    private CallCount() {}

    /** The calls since the pod's server started, of all methods together; empty where the text does not say. */
    static OptionalDouble in(String text) {
        double[] counts = text.lines()
                .filter(CallCount::isSeries)
                .mapToDouble(CallCount::value)
                .toArray();
        return counts.length == 0 && text.lines().noneMatch(line -> line.startsWith(NAMED))
                ? OptionalDouble.empty()
                : OptionalDouble.of(java.util.Arrays.stream(counts).sum());
    }

    private static boolean isSeries(String line) {
        return line.startsWith(SERIES)
                && line.length() > SERIES.length()
                && "{ \t".indexOf(line.charAt(SERIES.length())) >= 0;
    }

    /** After the labels stands the value, and perhaps a time. A count that is no count is none. */
    private static double value(String line) {
        String rest = line.substring(Math.max(line.lastIndexOf('}') + 1, SERIES.length()))
                .strip();
        try {
            double value = Double.parseDouble(rest.split("\\s+", 2)[0]);
            return Double.isFinite(value) && value > 0 ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
