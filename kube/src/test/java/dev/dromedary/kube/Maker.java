package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;

/**
 * Somebody who creates objects by a plain {@code POST}, as programs did before server-side apply.
 *
 * @param manager the name under which the fields stand
 */
public record Maker(KubernetesClient client, String manager) {

    /** Kubeless' function controller, by the name that its client library gives it. */
    public static Maker kubeless(KubernetesClient client) {
        return new Maker(client, "kubeless-function-controller");
    }

    /** Creates an object that has a namespace. */
    public void create(GenericKubernetesResource object) {
        String version = object.getApiVersion();
        String plural = Kind.ofName(object.getKind())
                .map(Kind::plural)
                .orElseGet(() -> object.getKind().toLowerCase(Locale.ROOT) + "s");
        String path = (version.contains("/") ? "/apis/" : "/api/") + version + "/namespaces/"
                + object.getMetadata().getNamespace() + "/" + plural + "?fieldManager=" + manager;
        client.raw(path, "POST", object);
    }
}
