package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.routes.http.gateway.WayIn.Certificate;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Ingress that leads a trigger's host and path to the router (contract: triggers.md 2). Unlike Kubeless' it leads not to the
 * function, and rewrites no path; password and cross-origin questions are the router's too. Its class stands in the annotation,
 * as Kubeless had it: ingress-nginx, Traefik and Kong go by that in all their versions, whether or not an IngressClass of that
 * name is there, and an Ingress that is taken over goes on being theirs.
 */
public final class TriggerIngress {

    private static final String CLASS = "kubernetes.io/ingress.class";
    private static final String NGINX = "nginx.ingress.kubernetes.io/";
    private static final String KONG = "konghq.com/";
    private static final String OFF = "off";

    private TriggerIngress() {}

    /** What the Ingress should be. */
    public static Wanted of(WayIn wayIn, Gateway.Controller controller) {
        return new Wanted.Present(
                Kind.INGRESS,
                new IngressBuilder()
                        .withMetadata(Made.metadata(wayIn, annotations(wayIn, controller)))
                        .withNewSpec()
                        .withRules(rule(wayIn.address()))
                        .withTls(wayIn.certificate().stream()
                                .map(certificate -> tls(wayIn.address(), certificate))
                                .toList())
                        .endSpec()
                        .build());
    }

    /** Later ones win, as with Kubeless: the trigger's own before those of the gateway, and TLS before all. */
    private static Map<String, String> annotations(WayIn wayIn, Gateway.Controller controller) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(CLASS, controller.text());
        switch (controller) {
            case NGINX -> annotations.putAll(streamed(wayIn.longest()));
            case KONG -> {
                annotations.put(KONG + "request-buffering", "false");
                annotations.put(KONG + "response-buffering", "false");
            }
            case TRAEFIK -> {
                // It streams, and has no limits, by default.
            }
        }
        annotations.putAll(wayIn.annotations());
        if (wayIn.certificate().filter(Certificate::acme).isPresent()) {
            annotations.put("kubernetes.io/tls-acme", "true");
            annotations.put(NGINX + "ssl-redirect", "true");
        }
        return annotations;
    }

    /** Bodies of any length pass as they come; how long they may be, and take, is the router's to say. */
    private static Map<String, String> streamed(WayIn.Silence longest) {
        return Map.of(
                NGINX + "proxy-body-size",
                "0",
                NGINX + "proxy-request-buffering",
                OFF,
                NGINX + "proxy-buffering",
                OFF,
                NGINX + "proxy-read-timeout",
                String.valueOf(longest.answer().toSeconds()),
                NGINX + "proxy-send-timeout",
                String.valueOf(longest.request().toSeconds()));
    }

    private static IngressRule rule(WayIn.Address address) {
        return new IngressRuleBuilder()
                .withHost(address.host().isEmpty() ? null : address.host())
                .withNewHttp()
                .addNewPath()
                .withPath(address.path())
                .withPathType(address.exact() ? "Exact" : "Prefix")
                .withNewBackend()
                .withNewService()
                .withName(RouterBackend.NAME)
                .withNewPort()
                .withNumber(RouterBackend.PORT)
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .build();
    }

    private static IngressTLS tls(WayIn.Address address, Certificate certificate) {
        return new IngressTLSBuilder()
                .withHosts(address.host().isEmpty() ? List.of() : List.of(address.host()))
                .withSecretName(certificate.secret())
                .build();
    }
}
