package dev.dromedary.reconciler.policy;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Labels and annotations that a node's or the cluster's software takes for orders. The lines stand in the resource
 * {@code pod-orders}.
 */
public final class PodOrders {

    private static final PodOrders ANNOTATIONS = new PodOrders("[annotations]");
    private static final PodOrders LABELS = new PodOrders("[labels]");

    private final List<Line> lines;

    private PodOrders(String section) {
        this.lines = ResourceLines.of("pod-orders", section).map(Line::parse).toList();
    }

    /** A refusal for each annotation that is such an order. */
    public static List<Problem> inAnnotations(Map<String, String> annotations, String path) {
        return ANNOTATIONS.problems(annotations, path);
    }

    /** A refusal for each label that is such an order. */
    public static List<Problem> inLabels(Map<String, String> labels, String path) {
        return LABELS.problems(labels, path);
    }

    private List<Problem> problems(Map<String, String> written, String path) {
        return Optional.ofNullable(written).orElse(Map.of()).entrySet().stream()
                .filter(this::refuses)
                .map(Map.Entry::getKey)
                .sorted()
                .map(key -> new Problem(
                        path + "." + key,
                        Reason.NotAllowed,
                        "is not allowed here, for software of the cluster takes it for an order; remove it"))
                .toList();
    }

    /** Keys are compared in lower case: a reader that takes them in any case must find nothing either. */
    private boolean refuses(Map.Entry<String, String> entry) {
        String key = entry.getKey().toLowerCase(Locale.ROOT);
        return lines.stream()
                .filter(line -> line.fits(key, entry.getValue()))
                .max(Comparator.comparingInt(line -> line.start().length()))
                .filter(line -> !line.allows())
                .isPresent();
    }

    /**
     * One line.
     *
     * @param start the beginning of a key, in lower case; with a dot before it: the end of a key's domain
     * @param value {@code null}: any
     */
    private record Line(String start, String value, boolean allows) {

        static Line parse(String line) {
            boolean allows = line.startsWith("+ ");
            String[] parts = (allows ? line.substring(2) : line).split("=", 2);
            return new Line(parts[0].toLowerCase(Locale.ROOT), parts.length == 1 ? null : parts[1], allows);
        }

        boolean fits(String key, String written) {
            String domain = key.split("/", 2)[0];
            boolean named = start.startsWith(".") ? ("." + domain).endsWith(start) : key.startsWith(start);
            return named && (value == null || Objects.equals(value, written));
        }
    }
}
