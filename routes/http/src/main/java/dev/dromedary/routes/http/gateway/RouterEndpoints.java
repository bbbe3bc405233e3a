package dev.dromedary.routes.http.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the copies of the router listen.
 *
 * @param addressType of all of them: {@code IPv4} or {@code IPv6}
 * @param port of all of them
 * @param pods by address, so that the same ones are the same list
 */
record RouterEndpoints(String addressType, int port, List<Pod> pods) {

    private static final String IPV4 = "IPv4";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A copy of the router.
     *
     * @param node empty: not known
     */
    record Pod(String address, EndpointConditions conditions, String node) {

        private static Pod of(Endpoint endpoint) {
            EndpointConditions said = endpoint.getConditions();
            return new Pod(
                    endpoint.getAddresses().getFirst(),
                    said == null ? new EndpointConditions() : said,
                    endpoint.getNodeName() == null ? "" : endpoint.getNodeName());
        }

        /** Kubernetes takes what is not said for yes. */
        boolean ready() {
            return !Boolean.FALSE.equals(conditions.getReady());
        }
    }

    /**
     * What Kubernetes says of the router's own Service. In a cluster of two address families whose Service has both, it is
     * those of IPv4.
     *
     * @return empty where it says nothing (yet)
     */
    static Optional<RouterEndpoints> of(Collection<GenericKubernetesResource> slices) {
        List<EndpointSlice> all = slices.stream()
                .map(slice -> MAPPER.convertValue(slice, EndpointSlice.class))
                .filter(slice -> !slice.getPorts().isEmpty())
                .filter(slice -> slice.getPorts().getFirst().getPort() != null)
                .toList();
        return all.stream()
                .map(EndpointSlice::getAddressType)
                .min(Comparator.comparing((String type) -> !type.equals(IPV4)).thenComparing(type -> type))
                .map(type -> of(
                        type,
                        all.stream()
                                .filter(slice -> slice.getAddressType().equals(type))
                                .toList()));
    }

    private static RouterEndpoints of(String type, List<EndpointSlice> slices) {
        return new RouterEndpoints(
                type,
                slices.getFirst().getPorts().getFirst().getPort(),
                slices.stream()
                        .flatMap(slice -> slice.getEndpoints().stream())
                        .map(Pod::of)
                        .sorted(Comparator.comparing(Pod::address))
                        .toList());
    }
}
