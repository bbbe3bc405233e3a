package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The copies of a program: all pods behind its Service for management, ready or not, and those that are about to end, which still
 * have calls in flight. The API server is asked anew each time, for its newest word: a copy that is left out would be taken for idle.
 */
public final class Copies {

    private static final String SERVICE = "kubernetes.io/service-name";

    /** What our programs listen on for management, where the slice does not know: a copy that cannot be asked must not be forgotten. */
    private static final int MANAGEMENT = 9000;

    private final KubernetesClient client;
    private final Key service;

    /** Those behind a Service, in whatever namespace. */
    public Copies(KubernetesClient client, Key service) {
        this.client = client;
        this.service = service;
    }

    /**
     * One of them.
     *
     * @param name of its pod; the address where there is none
     */
    public record Copy(String name, String host, int port) {}

    /** Them, as the API server knows them now. Fails where it cannot be asked. */
    public List<Copy> all() {
        return of(client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(service.namespace())
                .withLabel(SERVICE, service.name())
                .list()
                .getItems());
    }

    /** A pod with an address of each family stands in two slices, and is one copy. */
    static List<Copy> of(List<EndpointSlice> slices) {
        Map<String, Copy> copies = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            for (Endpoint endpoint : slice.getEndpoints()) {
                String host = endpoint.getAddresses().getFirst();
                int port = port(slice);
                Optional<ObjectReference> pod = Optional.ofNullable(endpoint.getTargetRef());
                copies.putIfAbsent(
                        pod.map(ObjectReference::getUid).orElse(host + " " + port),
                        new Copy(pod.map(ObjectReference::getName).orElse(host), host, port));
            }
        }
        return List.copyOf(copies.values());
    }

    private static int port(EndpointSlice slice) {
        return slice.getPorts().stream()
                .map(EndpointPort::getPort)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(MANAGEMENT);
    }
}
