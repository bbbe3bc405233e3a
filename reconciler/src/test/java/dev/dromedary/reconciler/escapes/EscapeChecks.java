package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The named checks: each rejects what the Pod Security Standards do not know. They are written beside the program's own rules,
 * not with them.
 */
final class EscapeChecks {

    private static final Pattern ORDERS = Pattern.compile(
            "(container\\.)?(apparmor|seccomp)\\.security\\..*|.*\\.security\\.(beta|alpha)\\.kubernetes\\.io.*"
                    + "|security\\.alpha\\.kubernetes\\.io/.*|pod\\.(beta|alpha)\\.kubernetes\\.io/.*|k8s\\.v1\\.cni.*"
                    + "|.*cri-?o.*|cdi\\..*|.*\\.nri\\.io/.*|io\\.katacontainers.*|dev\\.gvisor.*|cni\\..*|iam\\..*"
                    + "|sidecar\\.istio\\.io/userVolume|deployment\\.kubernetes\\.io/.*");
    /** Of a condition, in Kubernetes; and how long the path of a field of a pod is. */
    private static final int LONGEST_MESSAGE = 32_768;

    private static final int PATH = 40;

    private static final Map<String, Predicate<KubelessPod>> ALL = Map.ofEntries(
            Map.entry("node-address", pod -> has(pod, "hostIP")),
            Map.entry("node-mounts", pod -> values(pod, "mountPropagation").anyMatch(v -> !v.equals("None"))),
            Map.entry("node-devices", pod -> has(pod, "volumeDevices")),
            Map.entry("node-choice", pod -> has(pod, "nodeName")),
            Map.entry("node-driver", pod -> has(pod, "csi")),
            Map.entry(
                    "node-images",
                    pod -> !pod.deployment().findValues("reference").isEmpty()),
            Map.entry("writable-root", pod -> values(pod, "readOnlyRootFilesystem")
                    .anyMatch("false"::equals)),
            Map.entry(
                    "another-os",
                    pod -> !spec(pod).at("/os/name").asText("linux").equals("linux")),
            Map.entry("root-group", EscapeChecks::rootGroup),
            Map.entry("selinux-level", pod -> has(pod, "seLinuxOptions")),
            Map.entry("present-volume", pod -> has(pod, "volumeName")),
            Map.entry("account-token", EscapeChecks::token),
            Map.entry("cluster-objects", pod -> has(pod, "clusterTrustBundle")),
            Map.entry("runtime-class", pod -> has(pod, "runtimeClassName")),
            Map.entry("node-critical", pod -> has(pod, "priorityClassName") || has(pod, "priority")),
            Map.entry("device-claims", pod -> has(pod, "resourceClaims")),
            Map.entry("other-namespaces", EscapeChecks::otherNamespaces),
            Map.entry("foreign-owner", pod -> has(pod, "ownerReferences")),
            Map.entry("node-orders", EscapeChecks::orders),
            Map.entry("service-grab", EscapeChecks::serviceGrab),
            Map.entry("label-grab", EscapeChecks::labelGrab),
            Map.entry("ours", pod -> ours(spec(pod))),
            Map.entry("marks", pod -> marks(pod.deployment())),
            Map.entry("jackson", EscapeChecks::unreadable),
            Map.entry("long-message", pod -> spec(pod).size() * PATH > LONGEST_MESSAGE));

    private EscapeChecks() {}

    /** Whether there is a check of this name. */
    static boolean knows(String check) {
        return ALL.containsKey(check);
    }

    /** Whether the check of this name rejects what Kubeless would have made. */
    static boolean rejects(String check, KubelessPod pod) {
        return ALL.get(check).test(pod);
    }

    private static JsonNode spec(KubelessPod pod) {
        return pod.deployment().at("/spec/template/spec");
    }

    private static boolean has(KubelessPod pod, String field) {
        return !pod.deployment().findValues(field).isEmpty();
    }

    private static Stream<String> values(KubelessPod pod, String field) {
        return pod.deployment().findValuesAsText(field).stream();
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static boolean rootGroup(KubelessPod pod) {
        JsonNode context = spec(pod).path("securityContext");
        return context.path("runAsGroup").asInt(1) == 0
                || context.path("fsGroup").asInt(1) == 0
                || items(context.path("supplementalGroups")).anyMatch(group -> group.asInt() == 0);
    }

    private static boolean token(KubelessPod pod) {
        return has(pod, "serviceAccountToken")
                || has(pod, "serviceAccountName")
                || has(pod, "serviceAccount")
                || spec(pod).path("automountServiceAccountToken").asBoolean(true);
    }

    private static boolean otherNamespaces(KubelessPod pod) {
        return has(pod, "namespaces")
                || has(pod, "namespaceSelector")
                || !spec(pod).findValues("namespace").isEmpty()
                || pod.function().at("/spec/deployment/metadata").has("namespace");
    }

    private static boolean orders(KubelessPod pod) {
        return pod.deployment().findValues("annotations").stream()
                .flatMap(annotations -> annotations.properties().stream())
                .anyMatch(annotation -> ORDERS.matcher(annotation.getKey()).matches());
    }

    private static boolean serviceGrab(KubelessPod pod) {
        JsonNode service = pod.service().path("spec");
        JsonNode selector = pod.function().at("/spec/service/selector");
        return service.has("externalIPs")
                || service.has("externalName")
                || pod.function().at("/spec/service").has("clusterIP")
                || (selector.isObject() && !selector.has("function"));
    }

    private static boolean labelGrab(KubelessPod pod) {
        JsonNode labels = pod.deployment().at("/spec/template/metadata/labels");
        return labels.path("app.kubernetes.io/part-of").asText().equals("kubeless")
                || labels.has("aadpodidbinding")
                || !labels.path("created-by").asText().equals("kubeless");
    }

    private static boolean ours(JsonNode spec) {
        long volumes = items(spec.path("volumes"))
                .map(volume -> volume.path("name").asText())
                .filter("dromedary-source"::equals)
                .count();
        return volumes > 1
                || items(spec.at("/containers/0/volumeMounts"))
                                .filter(mount ->
                                        mount.path("mountPath").asText().startsWith("/kubeless"))
                                .count()
                        > 1;
    }

    private static boolean marks(JsonNode tree) {
        boolean here = tree.properties().stream()
                .map(Map.Entry::getKey)
                .anyMatch(
                        name -> List.of("[]", "[0]", "*", "**").contains(name) || name.startsWith("securityContext."));
        return here || items(tree).anyMatch(EscapeChecks::marks);
    }

    /** Whether it spoils a list for a client that is not prepared. */
    private static boolean unreadable(KubelessPod pod) {
        JsonNode list = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "List")
                .set("items", JsonNodeFactory.instance.arrayNode().add(pod.function()));
        try {
            var unused = new KubernetesSerialization().unmarshal(Text.of(list));
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
