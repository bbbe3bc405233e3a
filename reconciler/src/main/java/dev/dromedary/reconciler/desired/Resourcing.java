package dev.dromedary.reconciler.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What a container may use: what the user wrote, and defaults for what is missing. */
final class Resourcing {

    private Resourcing() {}

    /**
     * A default request above the user's limit, or a default limit below the user's request, gives way to it.
     *
     * @param wanted as the user wrote it
     * @param defaults for what is missing
     */
    static ResourceRequirements of(ResourceRequirements wanted, ResourceRequirements defaults) {
        Map<String, Quantity> requests = new TreeMap<>(orEmpty(wanted.getRequests()));
        Map<String, Quantity> limits = new TreeMap<>(orEmpty(wanted.getLimits()));
        orEmpty(defaults.getLimits())
                .forEach((resource, limit) -> limits.putIfAbsent(resource, larger(limit, requests.get(resource))));
        orEmpty(defaults.getRequests())
                .forEach((resource, request) -> requests.putIfAbsent(resource, smaller(request, limits.get(resource))));
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }

    private static Map<String, Quantity> orEmpty(Map<String, Quantity> quantities) {
        return quantities == null ? Map.of() : quantities;
    }

    private static Quantity larger(Quantity standard, Quantity users) {
        return users == null || compare(standard, users) >= 0 ? standard : users;
    }

    private static Quantity smaller(Quantity standard, Quantity users) {
        return users == null || compare(standard, users) <= 0 ? standard : users;
    }

    private static int compare(Quantity a, Quantity b) {
        return Quantity.getAmountInBytes(a).compareTo(Quantity.getAmountInBytes(b));
    }
}
