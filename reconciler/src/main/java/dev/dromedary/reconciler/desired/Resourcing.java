package dev.dromedary.reconciler.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What a container may use: what the user wrote, and defaults for what is missing. */
final class Resourcing {

    private static final Map<String, Quantity> REQUESTS =
            Map.of("cpu", new Quantity("50m"), "memory", new Quantity("64Mi"));
    private static final Map<String, Quantity> LIMITS =
            Map.of("cpu", new Quantity("1"), "memory", new Quantity("256Mi"));

    private Resourcing() {}

    /** A default request above the user's limit, or a default limit below the user's request, gives way to it. */
    static ResourceRequirements of(ResourceRequirements wanted) {
        Map<String, Quantity> requests = new TreeMap<>(wanted.getRequests() == null ? Map.of() : wanted.getRequests());
        Map<String, Quantity> limits = new TreeMap<>(wanted.getLimits() == null ? Map.of() : wanted.getLimits());
        LIMITS.forEach((resource, limit) -> limits.putIfAbsent(resource, larger(limit, requests.get(resource))));
        REQUESTS.forEach((resource, request) -> requests.putIfAbsent(resource, smaller(request, limits.get(resource))));
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
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
