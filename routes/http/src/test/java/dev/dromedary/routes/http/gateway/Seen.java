package dev.dromedary.routes.http.gateway;

import dev.dromedary.kube.Write;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import java.util.List;
import java.util.Map;

/** What is on the API server of a lab, and was written there. */
record Seen(GatewayLab lab) {

    /** What was written in its namespace, but for Functions and the Endpoints that the API server writes by itself. */
    List<Write> writes() {
        return lab.writes().stream()
                .filter(write -> !write.isOf("functions") && !write.isOf("endpoints"))
                .toList();
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
        return backend(ingress(ingress)).getName();
    }

    /** Where an Ingress of one rule and one path leads. */
    static IngressServiceBackend backend(Ingress ingress) {
        return ingress.getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .getFirst()
                .getBackend()
                .getService();
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
