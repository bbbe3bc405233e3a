package dev.dromedary.routes.core.invoke;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.FunctionAddress;
import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Scope;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Where the pods of functions answer: the ready addresses of their Services' EndpointSlices. */
final class Targets {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** KEP-3726's name, and what people called it before. */
    private static final Set<String> HTTP2 = Set.of("kubernetes.io/h2c", "h2c", "grpc");

    private final Cache slices;
    private final Measures measures;
    private final Map<Key, Target> targets = new ConcurrentHashMap<>();

    Targets(Cache slices, Measures measures) {
        this.slices = slices;
        this.measures = measures;
        slices.listen((before, after) -> {
            // In one step: between a removal and an addition a call would find nobody.
            after.ifPresentOrElse(
                    slice -> put(slice, places(slice)), () -> before.ifPresent(slice -> put(slice, Set.of())));
        });
    }

    /** A function, whether or not it has pods. */
    Target of(Key function) {
        Target target = targets.get(function);
        return target == null ? targets.computeIfAbsent(function, this::target) : target;
    }

    private Target target(Key function) {
        return new Target(function, measures.ofFunction(function.namespace(), function.name()));
    }

    /** What is going on at a function. */
    Activity activity(Key function) {
        return Optional.ofNullable(targets.get(function)).map(Target::activity).orElse(Activity.NONE);
    }

    /** The same of all functions at which there ever was something. */
    Map<Key, Activity> activities() {
        Map<Key, Activity> activities = new TreeMap<>();
        targets.forEach((function, target) -> {
            Activity activity = target.activity();
            if (activity.last().isPresent()) {
                activities.put(function, activity);
            }
        });
        return activities;
    }

    /**
     * Before the slices were heard of, and where they may not be read, it is the Service's own name, which Kubernetes
     * leads to a pod; empty afterwards.
     */
    Optional<Pod> byName(Key function) {
        if (slices.synced()) {
            return Optional.empty();
        }
        FunctionAddress address = new FunctionAddress(function, FunctionAddress.DEFAULT_PORT);
        return Optional.of(
                new Pod(new Pod.Place(InetSocketAddress.createUnresolved(address.host(), address.port()), false)));
    }

    private void put(GenericKubernetesResource slice, Set<Pod.Place> places) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get(Scope.SERVICE_NAME);
        if (service != null) {
            of(new Key(slice.getMetadata().getNamespace(), service))
                    .change(slice.getMetadata().getName(), places);
        }
    }

    private static Set<Pod.Place> places(GenericKubernetesResource object) {
        EndpointSlice slice = MAPPER.convertValue(object, EndpointSlice.class);
        if (slice.getPorts().isEmpty() || slice.getPorts().getFirst().getPort() == null) {
            return Set.of();
        }
        Set<Pod.Place> ready = places(slice, conditions -> !Boolean.FALSE.equals(conditions.getReady()));
        // As kube-proxy does: a pod that is leaving, but still serves, is better than none.
        return ready.isEmpty() ? places(slice, conditions -> Boolean.TRUE.equals(conditions.getServing())) : ready;
    }

    private static Set<Pod.Place> places(EndpointSlice slice, Predicate<EndpointConditions> taken) {
        EndpointPort port = slice.getPorts().getFirst();
        boolean http2 = port.getAppProtocol() != null && HTTP2.contains(port.getAppProtocol());
        Set<Pod.Place> places = new LinkedHashSet<>();
        for (Endpoint endpoint : slice.getEndpoints()) {
            EndpointConditions conditions =
                    endpoint.getConditions() == null ? new EndpointConditions() : endpoint.getConditions();
            if (taken.test(conditions)) {
                endpoint.getAddresses()
                        .forEach(host -> places.add(new Pod.Place(new InetSocketAddress(host, port.getPort()), http2)));
            }
        }
        return Set.copyOf(places);
    }
}
