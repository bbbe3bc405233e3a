package dev.dromedary.kube;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Which objects of a kind there are, and in which version: a list of metadata only, cheap for both sides. */
final class Census {

    private static final long PATIENCE_SECONDS = 30;
    private static final String METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private static final int PAGE = 500;
    private static final ObjectReader READER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(Connection.ANY).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(Listed.class);

    private final KubernetesClient client;
    private final String uri;

    Census(KubernetesClient client, Kind kind, Scope scope) {
        this.client = client;
        this.uri = list(client, kind, scope) + "&limit=" + PAGE;
    }

    /** The address of the list of a kind, without paging. */
    static String list(KubernetesClient client, Kind kind, Scope scope) {
        String base = client.getMasterUrl().toString().replaceAll("/$", "");
        String group = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
        String in = scope.namespace().isEmpty() ? "/" : "/namespaces/" + scope.namespace() + "/";
        return base + group + kind.version() + in + kind.plural() + "?labelSelector=" + selector(scope.labels(kind))
                + "&fieldSelector=" + selector(scope.fields(kind));
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
        Map<String, String> different = new HashMap<>();
        Set<String> listed = new HashSet<>();
        list((key, version) -> {
            listed.add(key);
            String held = store.version(key);
            if (!held.equals(version)) {
                different.put(key, held);
            }
        });
        store.keySet().filter(key -> !listed.contains(key)).forEach(key -> different.put(key, store.version(key)));
        return different;
    }

    /**
     * Whether there is an object that differs in two counts, a while apart, and of which nothing was heard in between. One that was made,
     * or changed, while the first was taken differs in that one alone.
     */
    static boolean unheard(Map<String, String> first, Map<String, String> second) {
        return second.entrySet().stream().anyMatch(entry -> entry.getValue().equals(first.get(entry.getKey())));
    }

    private void list(BiConsumer<String, String> each) {
        String more = "";
        do {
            more = page(more, each);
        } while (!more.isEmpty());
    }

    /** One page, from where the last one ended; gives back where this one does, empty text for the last. */
    private String page(String from, BiConsumer<String, String> each) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(uri + "&continue=" + URLEncoder.encode(from, StandardCharsets.UTF_8)))
                .header("Accept", METADATA_ONLY)
                .build();
        try {
            HttpResponse<byte[]> response =
                    client.getHttpClient().sendAsync(request, byte[].class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!response.isSuccessful()) {
                throw new IllegalStateException("HTTP " + response.code());
            }
            return read(response.body(), each);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(byte[] list, BiConsumer<String, String> each) throws IOException {
        Listed read = READER.readValue(list);
        for (Listed.Item item : read.items()) {
            Name name = item.metadata();
            each.accept(name.namespace() + "/" + name.name(), name.resourceVersion());
        }
        return Objects.requireNonNullElse(read.metadata().next(), "");
    }

    /** What is read of a list: the rest, {@code managedFields} most of all, is skipped. */
    private record Listed(Page metadata, List<Item> items) {

        private record Page(@JsonProperty("continue") String next) {}

        private record Item(Name metadata) {}
    }

    private record Name(String namespace, String name, String resourceVersion) {}
}
