package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import java.util.List;

/**
 * The HTTPRoute of Gateway API that leads a trigger's host and path to the router. It has only what every version of that API
 * since its first has: a field that the cluster's CRD does not know would be lost, and wanted again for ever.
 */
public final class TriggerHttpRoute {

    private TriggerHttpRoute() {}

    /** What the HTTPRoute should be. */
    public static Wanted of(WayIn wayIn, Gateway.OfGatewayApi gateway) {
        String host = wayIn.address().host();
        return new Wanted.Present(
                Kind.HTTP_ROUTE,
                new HTTPRouteBuilder()
                        .withMetadata(Made.metadata(wayIn, wayIn.annotations()))
                        .withNewSpec()
                        .addNewParentRef()
                        .withGroup(Kind.HTTP_ROUTE.group())
                        .withKind("Gateway")
                        .withNamespace(gateway.namespace())
                        .withName(gateway.name())
                        .endParentRef()
                        .withHostnames(host.isEmpty() ? List.of() : List.of(host))
                        .withRules(rule(wayIn.address()))
                        .endSpec()
                        .build());
    }

    private static HTTPRouteRule rule(WayIn.Address address) {
        return new HTTPRouteRuleBuilder()
                .addNewMatch()
                .withNewPath()
                .withType(address.exact() ? "Exact" : "PathPrefix")
                .withValue(address.path())
                .endPath()
                .endMatch()
                .addNewBackendRef()
                .withName(RouterBackend.NAME)
                .withPort(RouterBackend.PORT)
                .endBackendRef()
                .build();
    }
}
