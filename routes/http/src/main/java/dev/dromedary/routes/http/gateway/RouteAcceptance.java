package dev.dromedary.routes.http.gateway;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/** What the Gateway's controller has written into the status of an HTTPRoute. */
final class RouteAcceptance {

    private static final KubernetesSerialization TREES = new KubernetesSerialization();

    private RouteAcceptance() {}

    /** Why requests are not led here, in the controller's words; empty if it has nothing against it, or has not looked yet. */
    static Optional<String> refused(GenericKubernetesResource route) {
        HTTPRoute read = TREES.convertValue(route, HTTPRoute.class);
        return Optional.ofNullable(read.getStatus()).stream()
                .flatMap(status -> status.getParents().stream())
                .flatMap(parent -> parent.getConditions().stream())
                .filter(condition -> "False".equals(condition.getStatus()))
                .findFirst()
                .map((Condition condition) ->
                        condition.getType() + " is False, " + condition.getReason() + ": " + condition.getMessage());
    }
}
