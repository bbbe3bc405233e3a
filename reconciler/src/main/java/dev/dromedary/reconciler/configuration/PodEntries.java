package dev.dromedary.reconciler.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Embedded;
import dev.dromedary.crd.Fields;
import dev.dromedary.crd.Spelling;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the keys that are about pods. */
final class PodEntries {

    private static final String TEMPLATE = "deployment";
    private static final String RESOURCES = "default-resources";
    private static final String POLICY = "pod-policy";

    private PodEntries() {}

    static Pods read(Entries entries) {
        return new Pods(template(entries), resources(entries), policy(entries));
    }

    private static JsonNode template(Entries entries) {
        Optional<JsonNode> tree = entries.tree(TEMPLATE);
        if (tree.isEmpty()) {
            return Pods.DEFAULT.template();
        }
        if (!(tree.get() instanceof ObjectNode template)) {
            entries.wrong(TEMPLATE, "has the wrong type: it must be an object, a Deployment");
            return Pods.DEFAULT.template();
        }
        entries.problems()
                .addAll(Embedded.read(Deployment.class, template, TEMPLATE).problems());
        if (!template.at("/spec/template/spec/containers/0/image").asText("").isEmpty()) {
            entries.wrong(
                    TEMPLATE + ".spec.template.spec.containers[0].image",
                    "would stand in for the image of every function: remove it; images of runtimes stand in"
                            + " runtime-images, and a side car is a second container");
        }
        return template;
    }

    private static ResourceRequirements resources(Entries entries) {
        Optional<JsonNode> tree = entries.tree(RESOURCES);
        if (tree.isEmpty()) {
            return Pods.DEFAULT.defaults();
        }
        Embedded<ResourceRequirements> read = Embedded.read(ResourceRequirements.class, tree.get(), RESOURCES);
        entries.problems().addAll(read.problems());
        ResourceRequirements resources = read.value().orElse(Pods.DEFAULT.defaults());
        if (resources.getClaims() != null && !resources.getClaims().isEmpty()) {
            entries.wrong(RESOURCES + ".claims", "cannot be a default: remove it");
        }
        Map<String, Quantity> limits = orEmpty(resources.getLimits());
        limits.forEach((name, limit) -> amount(entries, RESOURCES + ".limits." + name, limit));
        orEmpty(resources.getRequests()).forEach((name, request) -> {
            String path = RESOURCES + ".requests." + name;
            Optional<BigDecimal> most = Optional.ofNullable(limits.get(name)).flatMap(PodEntries::amount);
            amount(entries, path, request)
                    .filter(amount ->
                            most.filter(limit -> amount.compareTo(limit) > 0).isPresent())
                    .ifPresent(amount -> entries.wrong(path, "is more than the limit: lower it, or raise the limit"));
        });
        return resources;
    }

    private static PodPolicy policy(Entries entries) {
        Optional<JsonNode> tree = entries.tree(POLICY);
        if (tree.isEmpty()) {
            return PodPolicy.DEFAULT;
        }
        Fields fields = Fields.of(tree.get(), POLICY, List.of("profile", "volumes", "fields"), entries.problems());
        List<String> volumes = fields.texts("volumes");
        Set<String> kinds = new TreeSet<>(KubernetesType.of(Volume.class).fields());
        kinds.remove("name");
        volumes.stream()
                .filter(kind -> !kinds.contains(kind))
                .forEach(kind -> fields.wrong("volumes", "has '" + kind + "', which " + Spelling.remedy(kind, kinds)));
        List<String> paths = fields.texts("fields");
        paths.stream()
                .filter(path -> !KubernetesType.of(PodSpec.class).has(path))
                .forEach(path -> fields.wrong(
                        "fields",
                        "has '" + path + "', which is no field of a pod's spec: write it such as"
                                + " containers.securityContext.capabilities"));
        return new PodPolicy(
                entries.choice(POLICY + ".profile", fields.text("profile"), PodPolicy.DEFAULT.profile()),
                Set.copyOf(volumes),
                Set.copyOf(paths));
    }

    /** A number of bytes, such as {@code 512Mi}. */
    static long bytes(Entries entries, String key, long standard) {
        String text = entries.text(key);
        if (text.isEmpty()) {
            return standard;
        }
        Optional<BigDecimal> bytes = amount(text).filter(amount -> amount.signum() > 0);
        if (bytes.isEmpty()) {
            entries.wrong(key, "is '" + text + "': write an amount of memory above 0, such as 512Mi");
        }
        return bytes.map(BigDecimal::longValue).orElse(standard);
    }

    private static Optional<BigDecimal> amount(Entries entries, String path, Quantity quantity) {
        Optional<BigDecimal> amount = amount(quantity);
        if (amount.isEmpty()) {
            entries.wrong(path, "is '" + quantity + "', which is no quantity: write it such as 100m, 1 or 256Mi");
        }
        return amount;
    }

    private static Optional<BigDecimal> amount(Quantity quantity) {
        return amount(quantity.toString());
    }

    private static Optional<BigDecimal> amount(String text) {
        try {
            return Optional.of(Quantity.getAmountInBytes(Quantity.parse(text))).filter(amount -> amount.signum() >= 0);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Quantity> orEmpty(Map<String, Quantity> quantities) {
        return quantities == null ? Map.of() : quantities;
    }
}
