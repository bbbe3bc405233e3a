package dev.dromedary.reconciler.escapes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What every pod of a function is under the default policy, said once more and without looking at the rules: over the tree
 * that goes to the API server.
 */
final class PodInvariants {

    private static final Set<String> VOLUMES =
            Set.of("configMap", "secret", "emptyDir", "downwardAPI", "persistentVolumeClaim", "ephemeral", "projected");
    private static final Set<String> NEVER = Set.of(
            "hostPath",
            "hostIP",
            "nodeName",
            "runtimeClassName",
            "priority",
            "ephemeralContainers",
            "volumeDevices",
            "sysctls",
            "windowsOptions",
            "seLinuxOptions",
            "resourceClaims",
            "claims",
            "serviceAccountToken",
            "clusterTrustBundle",
            "podCertificate",
            "dataSource",
            "dataSourceRef",
            "namespaces",
            "namespaceSelector",
            "schedulingGates",
            "localhostProfile",
            "csi",
            "nfs");

    private final List<String> violations = new ArrayList<>();

    private PodInvariants() {}

    /** What is wrong with a pod template; empty if nothing is. */
    static List<String> violations(JsonNode template) {
        PodInvariants invariants = new PodInvariants();
        invariants.pod(template.path("spec"));
        return invariants.violations;
    }

    private void pod(JsonNode spec) {
        Set<String> fields = new TreeSet<>();
        fieldNames(spec, fields);
        fields.retainAll(NEVER);
        holds(fields.isEmpty(), fields + " stand in it");
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            holds(!spec.path(field).asBoolean(false), field);
        }
        boolean account = spec.hasNonNull("serviceAccountName");
        holds(account || !spec.path("automountServiceAccountToken").asBoolean(true), "a token");
        holds(!spec.path("priorityClassName").asText().startsWith("system-"), "priorityClassName");
        holds(spec.at("/os/name").asText("linux").equals("linux"), "os");
        JsonNode context = spec.path("securityContext");
        holds(context.at("/seccompProfile/type").asText().equals("RuntimeDefault"), "seccomp");
        users(context);
        list(spec.path("volumes")).forEach(this::volume);
        Stream.of("containers", "initContainers")
                .flatMap(kind -> list(spec.path(kind)))
                .forEach(container -> container(container, context));
    }

    private void container(JsonNode container, JsonNode pod) {
        JsonNode context = container.path("securityContext");
        users(context);
        confined(context, pod);
        reach(container);
        for (String amount : List.of("/resources/limits/memory", "/resources/requests/cpu")) {
            holds(!container.at(amount).isMissingNode(), "no " + amount);
        }
    }

    private void confined(JsonNode context, JsonNode pod) {
        JsonNode nonRoot = context.path("runAsNonRoot");
        holds(nonRoot.asBoolean(pod.path("runAsNonRoot").asBoolean(false)), "runAsNonRoot");
        holds(!context.path("privileged").asBoolean(false), "privileged");
        holds(!context.path("allowPrivilegeEscalation").asBoolean(true), "escalation");
        holds(context.path("readOnlyRootFilesystem").asBoolean(false), "writable root");
        holds(context.path("procMount").asText("Default").equals("Default"), "procMount");
        holds(context.at("/capabilities/drop").toString().equals("[\"ALL\"]"), "drop");
        holds(
                list(context.at("/capabilities/add"))
                        .allMatch(added -> added.asText().equals("NET_BIND_SERVICE")),
                "capabilities");
        for (String profile : List.of("seccompProfile", "appArmorProfile")) {
            holds(context.at("/" + profile + "/type").asText("RuntimeDefault").equals("RuntimeDefault"), profile);
        }
    }

    private void reach(JsonNode container) {
        holds(
                list(container.path("ports"))
                        .allMatch(port -> port.path("hostPort").asInt(0) == 0),
                "hostPort");
        holds(
                list(container.path("volumeMounts"))
                        .allMatch(mount ->
                                mount.path("mountPropagation").asText("None").equals("None")),
                "mountPropagation");
        Stream.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")
                .map(container::path)
                .forEach(asked -> holds(asked.findValues("host").isEmpty(), "a host for the kubelet to ask"));
    }

    private void users(JsonNode context) {
        for (String id : List.of("runAsUser", "runAsGroup", "fsGroup")) {
            holds(context.path(id).asLong(1) >= 1, id + " is root");
        }
        holds(list(context.path("supplementalGroups")).allMatch(group -> group.asLong() >= 1), "a group is root");
    }

    private void volume(JsonNode volume) {
        JsonNode claim = volume.at("/ephemeral/volumeClaimTemplate/spec");
        holds(!claim.has("volumeName") && !claim.has("selector"), "a claim to a volume that exists");
        volume.properties().stream()
                .map(Map.Entry::getKey)
                .filter(kind -> !kind.equals("name"))
                .forEach(kind -> holds(VOLUMES.contains(kind), "a volume of the kind " + kind));
    }

    /** Names of fields; keys of labels, selectors, limits and the like are the user's own words. */
    private static void fieldNames(JsonNode node, Set<String> found) {
        node.properties().forEach(field -> {
            found.add(field.getKey());
            if (!Set.of("nodeSelector", "matchLabels", "labels", "annotations", "limits", "requests", "options")
                    .contains(field.getKey())) {
                fieldNames(field.getValue(), found);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> fieldNames(item, found));
        }
    }

    private void holds(boolean invariant, String otherwise) {
        if (!invariant) {
            violations.add(otherwise);
        }
    }

    private static Stream<JsonNode> list(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
