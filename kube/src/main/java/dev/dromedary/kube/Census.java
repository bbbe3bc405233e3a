package dev.dromedary.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Which objects of a kind there are, and in which version: a list of metadata only, cheap for both sides. */
final class Census {

    private static final long PATIENCE_SECONDS = 30;
    private static final String METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private final KubernetesClient client;
    private final URI uri;

    Census(KubernetesClient client, Kind kind, Scope scope) {
        this.client = client;
        this.uri = URI.create(list(client, kind, scope));
    }

    /** The address of the list of a kind, without paging. */
    static String list(KubernetesClient client, Kind kind, Scope scope) {
        String base = client.getMasterUrl().toString().replaceAll("/$", "");
        String group = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
        String in = scope.namespace().isEmpty() ? "/" : "/namespaces/" + scope.namespace() + "/";
        return base + group + kind.version() + in + kind.plural() + "?labelSelector=" + selector(scope.labels(kind))
                + "&fieldSelector=" + selector(scope.fields());
    }

    private static String selector(Map<String, String> terms) {
        return URLEncoder.encode(
                terms.entrySet().stream()
                        .map(term -> term.getKey() + "=" + term.getValue())
                        .collect(Collectors.joining(",")),
                StandardCharsets.UTF_8);
    }

    /**
     * The differences between what the server lists and what the store holds: key to the version in the store, empty
     * text for none. Most of them are only on their way.
     */
    Map<String, String> differences(Store store) {
        Map<String, String> listed = new HashMap<>();
        for (JsonNode item : list().path("items")) {
            JsonNode metadata = item.path("metadata");
            listed.put(
                    metadata.path("namespace").asText() + "/"
                            + metadata.path("name").asText(),
                    metadata.path("resourceVersion").asText());
        }
        Map<String, String> different = new HashMap<>();
        listed.forEach((key, version) -> {
            String held = version(store.get(key));
            if (!held.equals(version)) {
                different.put(key, held);
            }
        });
        store.keySet()
                .filter(key -> !listed.containsKey(key))
                .forEach(key -> different.put(key, version(store.get(key))));
        return different;
    }

    /** Those of the differences that are still there, with nothing heard of the object since: the watch is silent. */
    static boolean unheard(Map<String, String> differences, Store store) {
        return differences.entrySet().stream()
                .anyMatch(entry -> version(store.get(entry.getKey())).equals(entry.getValue()));
    }

    private JsonNode list() {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", METADATA_ONLY)
                .build();
        try {
            HttpResponse<String> response =
                    client.getHttpClient().sendAsync(request, String.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!response.isSuccessful()) {
                throw new IllegalStateException("HTTP " + response.code());
            }
            return Serialization.unmarshal(response.body(), JsonNode.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String version(GenericKubernetesResource object) {
        return object == null ? "" : object.getMetadata().getResourceVersion();
    }
}
