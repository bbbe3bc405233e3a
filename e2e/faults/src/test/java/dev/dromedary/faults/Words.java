package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Texts for properties: where the API server says what a property of this name may be, mostly one of that, so that not every
 * one is refused.
 *
 * @param known what may be, by the name of the property
 */
record Words(Map<String, List<String>> known) {

    private static final List<String> ANY = List.of("x", "a-b", "zebra", "v1", "/x/y");
    private static final List<String> GROUPS = List.of("api/v1", "apis/apps/v1", "apis/autoscaling/v2");

    /** What stands there anyway, where nobody says anything: the ends of paths, each with its value. */
    private static final List<String> ANYWAY = List.of(
            "dnsPolicy=ClusterFirst",
            "externalTrafficPolicy=Cluster",
            "imagePullPolicy=IfNotPresent",
            "internalTrafficPolicy=Cluster",
            "ipFamilyPolicy=SingleStack",
            "protocol=TCP",
            "restartPolicy=Always",
            "scheme=HTTP",
            "service.type=ClusterIP",
            "sessionAffinity=None",
            "spec.securityContext.seccompProfile.type=RuntimeDefault",
            "strategy.type=RollingUpdate",
            "terminationMessagePolicy=FallbackToLogsOnError",
            "volumeMode=Filesystem");

    /** What the documents do not say. */
    private static final Map<String, List<String>> MORE = Map.of(
            "type", List.of("Percent", "Pods", "Utilization", "AverageValue"),
            "apiVersion", List.of("v2", "zebra/v1"),
            "selectPolicy", List.of("Min", "Disabled"),
            "handler", List.of("b.c"),
            "runtime", List.of("python3.12"),
            "timeout", List.of("7"),
            "function-content-type", List.of("base64", "url", "text+zip", "text+deps"));

    /** As the API server's OpenAPI documents have it. */
    static Words of(KubernetesClient client) {
        Map<String, TreeSet<String>> known = new TreeMap<>();
        for (String group : GROUPS) {
            JsonNode document = Serialization.unmarshal(client.raw("/openapi/v3/" + group), JsonNode.class);
            for (JsonNode schema : document.at("/components/schemas")) {
                schema.path("properties").properties().forEach(property -> property.getValue()
                        .path("enum")
                        .forEach(word -> known.computeIfAbsent(property.getKey(), name -> new TreeSet<>())
                                .add(word.asText())));
            }
        }
        MORE.forEach((name, words) ->
                known.computeIfAbsent(name, none -> new TreeSet<>()).addAll(words));
        known.values().forEach(words -> words.remove(""));
        Map<String, List<String>> lists = new TreeMap<>();
        known.forEach((name, words) -> lists.put(name, List.copyOf(words)));
        return new Words(lists);
    }

    /** A text for the property at a path. */
    String draw(List<String> path, Random random) {
        String place = "." + String.join(".", path) + "=";
        List<String> words = Stream.concat(known.getOrDefault(path.getLast(), ANY).stream(), Stream.of("zebra"))
                .filter(word -> ANYWAY.stream().noneMatch(end -> (place + word).endsWith("." + end)))
                .toList();
        return words.get(random.nextInt(words.size()));
    }
}
