package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.ObjectName;
import java.util.Locale;
import java.util.Optional;

/** What in the cluster leads requests from outside to the router. */
public sealed interface Gateway {

    /** What a trigger may name. */
    String REMEDY =
            "write nginx, traefik or kong for an Ingress, <namespace>/<name> for a Gateway of Gateway API, or nothing"
                    + " where requests come to the router by another way";

    /** One of Kubeless' three names: an Ingress of that class. */
    enum Controller implements Gateway {
        NGINX,
        TRAEFIK,
        KONG;

        /** As it stands in the trigger, and as the class of the Ingress. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A Gateway of Gateway API, of whichever namespace: its own listeners say whose routes they take. */
    record OfGatewayApi(String namespace, String name) implements Gateway {

        @Override
        public String toString() {
            return "Gateway " + namespace + "/" + name;
        }
    }

    /** The gateway that a text names; empty if it names none. */
    static Optional<Gateway> of(String text) {
        for (Controller controller : Controller.values()) {
            if (controller.text().equals(text)) {
                return Optional.of(controller);
            }
        }
        int slash = text.indexOf('/');
        return slash > 0 && isName(text.substring(0, slash)) && isName(text.substring(slash + 1))
                ? Optional.of(new OfGatewayApi(text.substring(0, slash), text.substring(slash + 1)))
                : Optional.empty();
    }

    private static boolean isName(String text) {
        return ObjectName.trouble(text).isEmpty();
    }
}
