package dev.dromedary.routes.core;

import dev.dromedary.crd.FunctionAddress;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Where the pods of functions answer: the ready addresses of their Services' EndpointSlices. */
final class Endpoints {

    private static final String SERVICE = "kubernetes.io/service-name";
    private static final com.fasterxml.jackson.databind.ObjectMapper MAPPER =
            new com.fasterxml.jackson.databind.ObjectMapper();

    private final Cache slices;
    private final Map<Key, Map<String, List<SocketAddress>>> ready = new ConcurrentHashMap<>();

    Endpoints(Cache slices) {
        this.slices = slices;
        slices.listen((before, after) -> {
            // In one step: between a removal and an addition a call would find nobody.
            after.ifPresentOrElse(
                    slice -> put(slice, addresses(slice)), () -> before.ifPresent(slice -> put(slice, List.of())));
        });
    }

    /**
     * The addresses that can take a call now; empty if there are none. Before the slices were heard of, and where they may
     * not be read, it is the Service's own name, which Kubernetes leads to a pod.
     */
    List<SocketAddress> of(Key function) {
        Map<String, List<SocketAddress>> bySlice = ready.get(function);
        if (bySlice == null) {
            return slices.synced() ? List.of() : List.of(service(function));
        }
        return bySlice.size() == 1
                ? bySlice.values().iterator().next()
                : bySlice.values().stream().flatMap(List::stream).toList();
    }

    private static SocketAddress service(Key function) {
        FunctionAddress address = new FunctionAddress(function, FunctionAddress.DEFAULT_PORT);
        return SocketAddress.inetSocketAddress(address.port(), address.host());
    }

    private void put(GenericKubernetesResource slice, List<SocketAddress> addresses) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get(SERVICE);
        if (service == null) {
            return;
        }
        String name = slice.getMetadata().getName();
        ready.compute(new Key(slice.getMetadata().getNamespace(), service), (key, bySlice) -> {
            Map<String, List<SocketAddress>> changed = new java.util.HashMap<>(bySlice == null ? Map.of() : bySlice);
            changed.remove(name);
            if (!addresses.isEmpty()) {
                changed.put(name, addresses);
            }
            return changed.isEmpty() ? null : Map.copyOf(changed);
        });
    }

    private static List<SocketAddress> addresses(GenericKubernetesResource object) {
        EndpointSlice slice = MAPPER.convertValue(object, EndpointSlice.class);
        if (slice.getPorts().isEmpty() || slice.getPorts().getFirst().getPort() == null) {
            return List.of();
        }
        int port = slice.getPorts().getFirst().getPort();
        List<SocketAddress> ready = addresses(slice, port, conditions -> !Boolean.FALSE.equals(conditions.getReady()));
        // As kube-proxy does: a pod that is leaving, but still serves, is better than none.
        return ready.isEmpty()
                ? addresses(slice, port, conditions -> Boolean.TRUE.equals(conditions.getServing()))
                : ready;
    }

    private static List<SocketAddress> addresses(EndpointSlice slice, int port, Predicate<EndpointConditions> taken) {
        List<SocketAddress> addresses = new ArrayList<>();
        for (Endpoint endpoint : slice.getEndpoints()) {
            EndpointConditions conditions =
                    endpoint.getConditions() == null ? new EndpointConditions() : endpoint.getConditions();
            if (taken.test(conditions)) {
                endpoint.getAddresses().forEach(host -> addresses.add(SocketAddress.inetSocketAddress(port, host)));
            }
        }
        return List.copyOf(addresses);
    }
}
