package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Asks the server what was said of a kind since the last thing that was heard, by a second, short watch of metadata. It costs
 * the same however many objects there are: next to nothing where nothing happened.
 */
final class Pulse {

    private static final String METADATA_ONLY = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    /** A bookmark is not said of an object, and an error (410 among them) says that the server cannot tell. */
    private static final Pattern SAID = Pattern.compile("\\{\"type\":\"(ADDED|MODIFIED|DELETED)\"");

    private final KubernetesClient client;
    private final String uri;

    Pulse(KubernetesClient client, Kind kind, Scope scope) {
        this.client = client;
        this.uri = Census.list(client, kind, scope) + "&watch=true&timeoutSeconds=1&resourceVersion=";
    }

    /**
     * Asks, and returns at once.
     *
     * @param heard the resourceVersion up to which everything was heard
     * @param then is called if there is more; not called where the server does not answer or cannot tell
     */
    void saidSince(String heard, Runnable then) {
        if (heard == null || heard.isEmpty()) {
            return;
        }
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(uri + heard))
                .header("Accept", METADATA_ONLY)
                .build();
        var unused = client.getHttpClient().sendAsync(request, String.class).thenAccept(response -> {
            if (response.isSuccessful() && SAID.matcher(response.body()).lookingAt()) {
                then.run();
            }
        });
    }
}
