package dev.dromedary.routes.cron;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.stream.Collectors;

/** Claims in ConfigMaps of the installation's own namespace, written by compare-and-swap. */
public final class ConfigMapClaims implements ClaimStore {

    /** The beginning of their names; a number follows, from 0. */
    static final String NAME = "kubeless-router-ticks-";

    /** How many: of 10,000 triggers each page has 40 kB, and all are written within a tenth of a second. */
    static final int PAGES = 16;

    /** What they stand under, a line each: of an entry each, API servers would keep who wrote it when. */
    static final String CLAIMS = "claims";

    private static final String HOLDER = "dromedary.dev/holder";

    private final KubernetesClient client;
    private final String namespace;

    /** Claims there. */
    public ConfigMapClaims(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Override
    public int pages() {
        return PAGES;
    }

    @Override
    public Page read(int number) {
        ConfigMap map = client.configMaps()
                .inNamespace(namespace)
                .withName(NAME + number)
                .get();
        return map == null ? new Page(number, "", "", Map.of()) : page(number, map);
    }

    @Override
    public Page write(Page page) {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME + page.number())
                .addToAnnotations(HOLDER, page.holder())
                .withResourceVersion(page.version().isEmpty() ? null : page.version())
                .endMetadata()
                .addToData(CLAIMS, text(page.claims()))
                .build();
        try {
            return page(
                    page.number(),
                    page.version().isEmpty()
                            ? client.resource(map).create()
                            : client.resource(map).update());
        } catch (KubernetesClientException e) {
            boolean moved =
                    e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            throw moved ? new Moved() : e;
        }
    }

    private static Page page(int number, ConfigMap map) {
        Map<String, String> annotations = map.getMetadata().getAnnotations();
        String holder = annotations == null ? "" : annotations.getOrDefault(HOLDER, "");
        String text = map.getData() == null ? "" : map.getData().getOrDefault(CLAIMS, "");
        return new Page(number, map.getMetadata().getResourceVersion(), holder, claims(text));
    }

    private static String text(Map<String, String> claims) {
        return claims.entrySet().stream()
                .map(claim -> claim.getKey() + " " + claim.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    /** What is no claim is left out. */
    private static Map<String, String> claims(String text) {
        return text.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, again) -> again));
    }
}
