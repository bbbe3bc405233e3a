package dev.dromedary.routes.core;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which functions of its namespace a trigger is for, by their labels, as Kubernetes reads a selector (contract: triggers.md 4).
 *
 * @param labels that a function must have
 * @param requirements that its labels must meet besides
 */
public record Selection(Map<String, String> labels, List<Requirement> requirements) {

    /** All of them. */
    public static final Selection ALL = new Selection(Map.of(), List.of());

    /**
     * What a label must be like.
     *
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
     */
    public record Requirement(String key, String operator, List<String> values) {}

    /**
     * That of a selector.
     *
     * @param selector {@code null}: every function
     * @throws IllegalArgumentException for an operator that Kubernetes has not, or values that it does not take
     */
    public static Selection of(LabelSelector selector) {
        return selector == null
                ? ALL
                : new Selection(
                        Map.copyOf(
                                Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of())),
                        Optional.ofNullable(selector.getMatchExpressions()).orElse(List.of()).stream()
                                .map(Selection::requirement)
                                .toList());
    }

    private static Requirement requirement(LabelSelectorRequirement stated) {
        List<String> values = Optional.ofNullable(stated.getValues()).orElse(List.of());
        boolean fits =
                switch (String.valueOf(stated.getOperator())) {
                    case "In", "NotIn" -> !values.isEmpty();
                    case "Exists", "DoesNotExist" -> values.isEmpty();
                    default -> false;
                };
        if (stated.getKey() == null || !fits) {
            throw new IllegalArgumentException(
                    "must have a key and an operator: In or NotIn with values, Exists or" + " DoesNotExist without");
        }
        return new Requirement(stated.getKey(), stated.getOperator(), List.copyOf(values));
    }

    /** Whether a function with these labels is meant. */
    public boolean matches(Map<String, String> candidate) {
        return candidate.entrySet().containsAll(labels.entrySet())
                && requirements.stream().allMatch(requirement -> meets(requirement, candidate.get(requirement.key())));
    }

    private static boolean meets(Requirement requirement, String value) {
        return switch (requirement.operator()) {
            case "In" -> value != null && requirement.values().contains(value);
            case "NotIn" -> value == null || !requirement.values().contains(value);
            case "Exists" -> value != null;
            default -> value == null;
        };
    }
}
