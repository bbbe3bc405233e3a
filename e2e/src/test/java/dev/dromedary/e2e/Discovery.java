package dev.dromedary.e2e;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Prometheus' {@code kubernetes_sd_configs} with the role {@code pod} would find, under the names of its manual, as a file
 * for {@code file_sd_configs}: Debian's Prometheus is built without the former.
 */
final class Discovery {

    private static final String META = "__meta_kubernetes_";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final KubernetesClient client;
    private final Path file;

    Discovery(KubernetesClient client, Path folder) {
        this.client = client;
        this.file = folder.resolve("pods.json");
    }

    /** A scrape job that asks Kubernetes has the file instead. */
    String instead(String scrapeConfigs) {
        return scrapeConfigs.replace(
                "kubernetes_sd_configs: [{role: pod}]",
                "file_sd_configs: [{files: [" + file + "], refresh_interval: 1s}]");
    }

    /** Looks which pods there are now. */
    void look() {
        List<Map<String, Object>> found = client.pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> pod.getStatus().getPodIP() != null)
                .map(pod -> Map.<String, Object>of("targets", addresses(pod), "labels", labels(pod)))
                .toList();
        try {
            Path next = file.resolveSibling("pods.new");
            Files.write(next, MAPPER.writeValueAsBytes(found));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One a port, and one without for a container that has none. */
    private static List<String> addresses(Pod pod) {
        String host = pod.getStatus().getPodIP();
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .flatMap((Container container) -> container.getPorts().isEmpty()
                        ? Stream.of(host)
                        : container.getPorts().stream().map(port -> host + ":" + port.getContainerPort()))
                .toList();
    }

    private static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(META + "namespace", pod.getMetadata().getNamespace());
        labels.put(META + "pod_name", pod.getMetadata().getName());
        labels.put(META + "pod_phase", pod.getStatus().getPhase());
        put(labels, "pod_label_", pod.getMetadata().getLabels());
        put(labels, "pod_annotation_", pod.getMetadata().getAnnotations());
        return labels;
    }

    private static void put(Map<String, String> labels, String prefix, Map<String, String> all) {
        all.forEach((name, value) -> labels.put(META + prefix + name.replaceAll("\\W", "_"), value));
    }
}
