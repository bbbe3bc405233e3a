package dev.dromedary.reconciler.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/**
 * What every function's pods get, and may have.
 *
 * @param template key {@code deployment}: an {@code apps/v1} Deployment that fills what a function leaves open; an empty
 *     object: nothing. Shared: do not alter it
 * @param defaults key {@code default-resources} (ours): for every container that says nothing
 * @param policy key {@code pod-policy} (ours)
 */
public record Pods(JsonNode template, ResourceRequirements defaults, PodPolicy policy) {

    static final Pods DEFAULT = new Pods(
            JsonNodeFactory.instance.objectNode(),
            new ResourceRequirementsBuilder()
                    .addToRequests("cpu", new Quantity("50m"))
                    .addToRequests("memory", new Quantity("64Mi"))
                    .addToLimits("cpu", new Quantity("1"))
                    .addToLimits("memory", new Quantity("256Mi"))
                    .build(),
            PodPolicy.DEFAULT);
}
