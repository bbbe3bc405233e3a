package dev.dromedary.routes.http.gateway;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is on the API server of a lab, and was written there. */
record Seen(GatewayLab lab) {

    /** Not Endpoints: those of its own Service the API server writes by itself. */
    private static final Set<String> KEPT =
            Set.of("ingresses", "services", "endpointslices", "httptriggers", "httproutes");

    private static final Pattern WRITES = Pattern.compile(
            "apiserver_request_total\\{[^}]*,resource=\"([^\"]*)\"[^}]*verb=\"(?:POST|PUT|PATCH|APPLY|DELETE)\"[^}]*\\} (\\d+)");

    /** How often each kind was written. */
    Map<String, Long> writes() {
        return WRITES.matcher(lab.client().raw("/metrics"))
                .results()
                .filter(series -> KEPT.contains(series.group(1)))
                .collect(Collectors.groupingBy(
                        (MatchResult series) -> series.group(1),
                        Collectors.summingLong(series -> Long.parseLong(series.group(2)))));
    }

    Ingress ingress(String name) {
        return lab.client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(lab.namespace())
                .withName(name)
                .get();
    }

    Map<String, String> annotations(String ingress) {
        return ingress(ingress).getMetadata().getAnnotations();
    }

    /** The Service that an Ingress leads to. */
    String backend(String ingress) {
        return ingress(ingress)
                .getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .getFirst()
                .getBackend()
                .getService()
                .getName();
    }

    Service service() {
        return lab.client()
                .services()
                .inNamespace(lab.namespace())
                .withName(RouterBackend.NAME)
                .get();
    }

    EndpointSlice slice() {
        return lab.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(lab.namespace())
                .withName(RouterBackend.NAME)
                .get();
    }

    Endpoints endpoints() {
        return lab.client()
                .endpoints()
                .inNamespace(lab.namespace())
                .withName(RouterBackend.NAME)
                .get();
    }
}
