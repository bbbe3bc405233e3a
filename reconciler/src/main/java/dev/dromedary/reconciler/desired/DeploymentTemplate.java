package dev.dromedary.reconciler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Stand-in until the merge lands. */
public final class DeploymentTemplate {
    private DeploymentTemplate() {}
    /** The function's. */
    public static JsonNode merge(JsonNode function, JsonNode template) {
        return function == null || !function.isObject() ? JsonNodeFactory.instance.objectNode() : function;
    }
}
