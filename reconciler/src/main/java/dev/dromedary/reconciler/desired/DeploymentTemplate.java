package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fills what a function's {@code spec.deployment} leaves open from the configuration's {@code deployment}
 * (contract: config.md 5). The function wins. Other than in Kubeless, what it says explicitly counts ({@code replicas: 0},
 * {@code hostNetwork: false}), lists of named things are united by their names instead of replaced or doubled, and a
 * template with more containers than the function is no crash. {@code null}, <code>{}</code>, {@code []} and {@code ""}
 * say nothing: Kubeless' clients write them everywhere.
 */
public final class DeploymentTemplate {

    /** Maps whose values are free text: there an empty text is a value. */
    private static final Set<String> MAPS =
            Set.of("labels", "annotations", "nodeSelector", "matchLabels", "limits", "requests");

    /** Objects whose fields belong together: the function's stands as a whole. */
    private static final Set<String> WHOLE =
            Set.of("strategy", "seccompProfile", "appArmorProfile", "seLinuxOptions", "windowsOptions", "selector");

    /** Objects that do one thing: its handler. */
    private static final Set<String> DOING =
            Set.of("livenessProbe", "readinessProbe", "startupProbe", "postStart", "preStop");

    /** The handlers, of which one may stand. */
    private static final Set<String> HANDLERS = Set.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");

    private DeploymentTemplate() {}

    /**
     * The merged Deployment, a tree of its own. Merging the same template once more changes nothing. An explicit
     * <code>securityContext: {}</code> of either stays, where nobody says more.
     *
     * @param function {@code spec.deployment} of a Function; {@code null} or missing: nothing
     * @param template key {@code deployment} of the configuration; {@code null} or missing: nothing
     */
    public static JsonNode merge(JsonNode function, JsonNode template) {
        JsonNode merged = merge(orMissing(function), orMissing(template), "");
        return merged.isObject() ? merged.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    static JsonNode merge(JsonNode function, JsonNode template, String field) {
        boolean says = !isUnset(function);
        if (function.isObject() && (template.isObject() || says)) {
            boolean whole = says && WHOLE.contains(field);
            return object((ObjectNode) function, whole ? MissingNode.getInstance() : template, field);
        }
        if (function.isArray() && (template.isArray() || says)) {
            return NamedList.of(field).unite(function, template);
        }
        if (says || isNothing(template)) {
            return function;
        }
        return switch (template) {
            case ObjectNode object -> object(JsonNodeFactory.instance.objectNode(), object, field);
            case JsonNode list
            when list.isArray() -> NamedList.of(field).unite(JsonNodeFactory.instance.arrayNode(), list);
            default -> template;
        };
    }

    private static ObjectNode object(ObjectNode function, JsonNode template, String field) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        Set<String> names = new TreeSet<>();
        function.fieldNames().forEachRemaining(names::add);
        template.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode own = function.path(name);
            JsonNode filler = excludes(function, field, name) ? MissingNode.getInstance() : template.path(name);
            JsonNode value = MAPS.contains(field) && !isNothing(own) ? own : merge(own, filler, name);
            if (!value.isMissingNode()) {
                merged.set(name, value);
            }
        }
        return field.equals("resources") ? Amounts.agreed(merged, function) : merged;
    }

    /** Whether the function's probe or hook does another thing than the template's. */
    private static boolean excludes(ObjectNode function, String field, String name) {
        return DOING.contains(field)
                && HANDLERS.contains(name)
                && HANDLERS.stream().anyMatch(handler -> !isUnset(function.path(handler)));
    }

    private static boolean isUnset(JsonNode value) {
        return isNothing(value)
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static JsonNode orMissing(JsonNode tree) {
        return tree == null ? MissingNode.getInstance() : tree;
    }
}
