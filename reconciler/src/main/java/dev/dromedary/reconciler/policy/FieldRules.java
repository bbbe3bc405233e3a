package dev.dromedary.reconciler.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import dev.dromedary.reconciler.configuration.PodPolicy;
import dev.dromedary.reconciler.configuration.PodPolicy.Profile;
import dev.dromedary.reconciler.policy.RuleTree.Match;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An allow-list over a tree that a user wrote: every leaf is kept, passed over or refused by name. Only what is kept goes
 * on, so that nothing can reach a pod that no line allows. The lines stand in the resources {@code deployment-fields} and
 * {@code service-fields}.
 */
public final class FieldRules {

    private static final FieldRules SERVICE = new FieldRules(RuleTree.read("service-fields", false));
    private static volatile Known lastKnown = new Known(PodPolicy.DEFAULT, read(PodPolicy.DEFAULT));

    private final RuleTree tree;

    private FieldRules(RuleTree tree) {
        this.tree = tree;
    }

    /**
     * What a judgement gives.
     *
     * @param kept a tree of the allowed leaves alone; lists keep their places
     * @param problems a refusal for each leaf that no line allows
     * @param ignored the paths of leaves that Kubernetes does not know: they have no effect
     */
    public record Judgement(ObjectNode kept, List<Problem> problems, List<String> ignored) {}

    /** The rules for {@code spec.deployment} under a policy; the last policy's are kept, for all functions share it. */
    public static FieldRules ofDeployment(PodPolicy policy) {
        Known known = lastKnown;
        if (!known.policy.equals(policy)) {
            known = new Known(policy, read(policy));
            lastKnown = known;
        }
        return known.rules;
    }

    private static FieldRules read(PodPolicy policy) {
        RuleTree tree = RuleTree.read("deployment-fields", policy.profile() == Profile.BASELINE);
        policy.volumes().forEach(kind -> tree.allow("spec.template.spec.volumes." + kind));
        policy.fields().forEach(field -> tree.allow("spec.template.spec." + field));
        return new FieldRules(tree);
    }

    /** The rules for {@code spec.service}. */
    public static FieldRules ofService() {
        return SERVICE;
    }

    /**
     * Judges a tree.
     *
     * @param written what the user wrote; {@code null}: nothing
     * @param path where it stands, for the messages
     * @param unknown full paths that Kubernetes does not know
     */
    public Judgement judge(JsonNode written, String path, List<String> unknown) {
        Walk walk = new Walk(path, new HashSet<>(unknown));
        Optional<JsonNode> kept = written == null ? Optional.empty() : walk.visit(written, List.of());
        ObjectNode object = kept.filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        return new Judgement(object, List.copyOf(walk.problems), List.copyOf(walk.ignored));
    }

    private record Known(PodPolicy policy, FieldRules rules) {}

    private final class Walk {

        private final String root;
        private final Set<String> unknown;
        private final List<Problem> problems = new ArrayList<>();
        private final List<String> ignored = new ArrayList<>();

        Walk(String root, Set<String> unknown) {
            this.root = root;
            this.unknown = unknown;
        }

        Optional<JsonNode> visit(JsonNode node, List<Step> path) {
            if (unknown.contains(name(path))) {
                if (!isNothing(node)) {
                    ignored.add(name(path));
                }
                return Optional.empty();
            }
            if (node.isEmpty() || node.isValueNode()) {
                return leaf(node, path);
            }
            return node.isArray() ? list(node, path) : object(node, path);
        }

        private Optional<JsonNode> object(JsonNode node, List<Step> path) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> visit(field.getValue(), below(path, new Step.Name(field.getKey())))
                    .ifPresent(value -> kept.set(field.getKey(), value)));
            return kept.isEmpty() && !path.isEmpty() && !holdsPlace(path) ? Optional.empty() : Optional.of(kept);
        }

        private Optional<JsonNode> list(JsonNode node, List<Step> path) {
            var kept = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < node.size(); i++) {
                visit(node.get(i), below(path, new Step.Place(i))).ifPresent(kept::add);
            }
            return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
        }

        private Optional<JsonNode> leaf(JsonNode leaf, List<Step> path) {
            if (path.isEmpty() || leaf.isNull()) {
                refuseNullInList(path);
                return Optional.empty();
            }
            Optional<Match> match = tree.find(path);
            if (match.isEmpty() || match.get().rule().refuses()) {
                // What a line refuses by name may mean something when it is empty: a namespaceSelector {} selects all.
                if (!isNothing(leaf) || (match.isPresent() && leaf.isObject())) {
                    refuse(path, "is not allowed here");
                }
                return match.isEmpty() && leaf.isObject() && holdsPlace(path) ? Optional.of(leaf) : Optional.empty();
            }
            Rule rule = match.get().rule();
            if (rule.isSilent()) {
                return Optional.empty();
            }
            // An empty text says nothing in a field, but is the value of a label or of a node selector.
            if (leaf.isTextual() && leaf.textValue().isEmpty() && match.get().exact() && !isPlace(path)) {
                return Optional.empty();
            }
            Optional<String> wanted = leaf.isContainerNode() ? Optional.empty() : rule.wanted(leaf);
            wanted.ifPresent(value -> refuse(path, value));
            boolean zero = rule.dropsZero() && isNothing(leaf);
            return wanted.isEmpty() && !zero ? Optional.of(leaf) : Optional.empty();
        }

        /** An empty object in a list that lines speak of holds the places of those after it. */
        private boolean holdsPlace(List<Step> path) {
            return isPlace(path)
                    && tree.find(path).map(match -> !match.rule().refuses()).orElseGet(() -> tree.leads(path));
        }

        /** Passed over, it would move those after it, and the first container would be another than the user meant. */
        private void refuseNullInList(List<Step> path) {
            if (!path.isEmpty() && isPlace(path)) {
                problems.add(Problem.invalid(name(path), "is null: remove it from the list"));
            }
        }

        private void refuse(List<Step> path, String why) {
            problems.add(new Problem(
                    name(path),
                    Reason.NotAllowed,
                    why + "; remove it, or have the administrator widen pod-policy in kubeless-config"));
        }

        private String name(List<Step> path) {
            return root + path.stream().map(Step::toString).collect(Collectors.joining());
        }
    }

    private static boolean isPlace(List<Step> path) {
        return path.getLast() instanceof Step.Place;
    }

    private static List<Step> below(List<Step> path, Step step) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** Whether a value says nothing: Kubeless' clients write nulls, empty texts and objects, zeros and false for that. */
    public static boolean isNothing(JsonNode node) {
        return node.isNull()
                || node.isMissingNode()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isTextual() && node.textValue().isEmpty())
                || (node.isNumber() && node.asDouble() == 0)
                || (node.isBoolean() && !node.booleanValue());
    }
}
