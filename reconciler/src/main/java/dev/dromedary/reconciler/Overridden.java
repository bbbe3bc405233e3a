package dev.dromedary.reconciler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.dromedary.reconciler.policy.FieldRules;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Settings in whose place something else always stands, such as a name that is the function's. Kubeless overwrote them without a
 * word; here those are named that say something else, with what stands there instead.
 */
final class Overridden {

    private static final Set<String> OF_AUTOSCALER = Set.of("name", "namespace", "labels", "annotations");

    private final ValidFunction.Identity function;
    private final Map<String, String> labels;
    private final List<String> found = new ArrayList<>();

    private Overridden(ValidFunction.Identity function) {
        this.function = function;
        this.labels = new HashMap<>(function.labels());
        labels.putAll(ValidFunction.selector(function.key().name()));
    }

    /**
     * Those of {@code spec.deployment}.
     *
     * @param deployment as the user wrote it; {@code null} reads as empty
     * @param podAnnotations what always stands on the pods
     */
    static List<String> ofDeployment(
            JsonNode deployment, String path, ValidFunction.Identity function, Map<String, String> podAnnotations) {
        Overridden overridden = new Overridden(function);
        JsonNode written = orMissing(deployment);
        overridden.name(written.path("metadata"), path + ".metadata");
        overridden.metadata(written.path("metadata"), path + ".metadata", function.annotations());
        overridden.selector(written.at("/spec/selector"), path + ".spec.selector");
        Map<String, String> annotations = new HashMap<>(function.annotations());
        annotations.putAll(podAnnotations);
        JsonNode pods = written.at("/spec/template/metadata");
        overridden.metadata(pods, path + ".spec.template.metadata", annotations);
        if (!FieldRules.isNothing(pods.path("name"))) {
            overridden.found.add(path + ".spec.template.metadata.name (Kubernetes itself names the pods)");
        }
        overridden.text(
                written.at("/spec/template/spec/containers/0/name"),
                path + ".spec.template.spec.containers[0].name",
                function.key().name());
        return overridden.found;
    }

    /** Those of {@code spec.horizontalPodAutoscaler}, where it is one. */
    static List<String> ofAutoscaler(JsonNode autoscaler, String path, ValidFunction.Identity function) {
        Overridden overridden = new Overridden(function);
        JsonNode metadata = autoscaler.path("metadata");
        overridden.name(metadata, path + ".metadata");
        overridden.metadata(metadata, path + ".metadata", Map.of());
        metadata.properties().stream()
                .filter(field -> !OF_AUTOSCALER.contains(field.getKey()) && !FieldRules.isNothing(field.getValue()))
                .forEach(field -> overridden.found.add(path + ".metadata." + field.getKey()));
        JsonNode target = autoscaler.at("/spec/scaleTargetRef");
        String at = path + ".spec.scaleTargetRef.";
        overridden.text(target.path("name"), at + "name", function.key().name());
        overridden.text(target.path("kind"), at + "kind", "Deployment");
        // Kubeless' clients write a version that is no more.
        if (!target.path("apiVersion").asText().matches("(apps|extensions)/.*")) {
            overridden.text(target.path("apiVersion"), at + "apiVersion", "apps/v1");
        }
        return overridden.found;
    }

    /**
     * Those of the serving container's variables: of several of one name one counts, and Dromedary's own before any.
     *
     * @param written the user's first, in their order
     * @param users how many of them are the user's
     * @param serving what the container gets
     */
    static List<String> ofEnvironment(List<EnvVar> written, int users, String path, List<EnvVar> serving) {
        return IntStream.range(0, Math.min(users, written.size()))
                .filter(i -> !serving.contains(written.get(i)))
                .mapToObj(i -> path + "[" + i + "] (another " + written.get(i).getName() + " counts)")
                .toList();
    }

    private void name(JsonNode metadata, String path) {
        text(metadata.path("name"), path + ".name", function.key().name());
    }

    private void metadata(JsonNode metadata, String path, Map<String, String> annotations) {
        text(metadata.path("namespace"), path + ".namespace", function.key().namespace());
        texts(metadata.path("labels"), path + ".labels", labels);
        texts(metadata.path("annotations"), path + ".annotations", annotations);
    }

    private void selector(JsonNode selector, String path) {
        Map<String, String> always = ValidFunction.selector(function.key().name());
        boolean same = selector.path("matchLabels").properties().stream()
                .allMatch(term -> term.getValue().asText().equals(always.get(term.getKey())));
        if (!same || !selector.path("matchExpressions").isEmpty()) {
            found.add(path + " (it is always created-by: kubeless, function: "
                    + function.key().name() + ")");
        }
    }

    private void texts(JsonNode written, String path, Map<String, String> always) {
        written.properties().stream()
                .filter(entry -> always.containsKey(entry.getKey()))
                .forEach(entry -> text(entry.getValue(), path + "." + entry.getKey(), always.get(entry.getKey())));
    }

    private void text(JsonNode written, String path, String always) {
        if (!FieldRules.isNothing(written) && !written.asText().equals(always)) {
            found.add(path + " (it is always " + always + ")");
        }
    }

    private static JsonNode orMissing(JsonNode written) {
        return written == null ? MissingNode.getInstance() : written;
    }
}
