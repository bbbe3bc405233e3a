package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Scope;
import dev.dromedary.kube.Wanted;
import dev.dromedary.routes.http.gateway.RouterEndpoints.Pod;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Service of a namespace that leads to the router, which is in another: an Ingress can only name a Service of its own
 * namespace. It selects nothing; we say where the router's pods are, in an EndpointSlice, and in an Endpoints for gateways that
 * read those (Traefik before 3.1). ADR 8 says why it is not an ExternalName.
 */
public final class RouterBackend {

    /** Its name: that of the router's own Service, so that all Ingresses look the same, in the router's namespace too. */
    public static final String NAME = "kubeless-router";

    /** Its port, likewise. */
    static final int PORT = 80;

    private static final String PORT_NAME = "http";
    private static final String TCP = "TCP";

    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror";

    /** Kong takes time-outs, in milliseconds, from the Service alone. The router's own are shorter, or meant. */
    private static final Map<String, String> PATIENT =
            Map.of("konghq.com/read-timeout", "3635000", "konghq.com/write-timeout", "3635000");

    private RouterBackend() {}

    /**
     * What the three objects should be.
     *
     * @param owner with which they go, when Dromedary is uninstalled; empty: with nobody
     */
    static List<Wanted> of(String namespace, RouterEndpoints router, Optional<OwnerReference> owner) {
        return List.of(
                service(metadata(namespace, owner), router),
                slice(metadata(namespace, owner), router),
                endpoints(metadata(namespace, owner), router));
    }

    private static Wanted service(ObjectMetaBuilder metadata, RouterEndpoints router) {
        return new Wanted.Present(
                Kind.SERVICE,
                new ServiceBuilder()
                        .withMetadata(metadata.withAnnotations(PATIENT).build())
                        .withNewSpec()
                        .addNewPort()
                        .withName(PORT_NAME)
                        .withProtocol(TCP)
                        .withPort(PORT)
                        .withTargetPort(new IntOrString(router.port()))
                        .endPort()
                        .endSpec()
                        .build());
    }

    private static Wanted slice(ObjectMetaBuilder metadata, RouterEndpoints router) {
        ObjectMeta marked = metadata.addToLabels(Scope.SERVICE_NAME, NAME)
                .addToLabels(MANAGED_BY, "dromedary-router")
                .build();
        return new Wanted.Present(
                Kind.ENDPOINT_SLICE,
                new EndpointSliceBuilder()
                        .withMetadata(marked)
                        .withAddressType(router.addressType())
                        .addNewPort()
                        .withName(PORT_NAME)
                        .withProtocol(TCP)
                        .withPort(router.port())
                        .endPort()
                        .withEndpoints(router.pods().stream()
                                .map(RouterBackend::endpoint)
                                .toList())
                        .build());
    }

    private static Endpoint endpoint(Pod pod) {
        return new EndpointBuilder()
                .withAddresses(pod.address())
                .withConditions(pod.conditions())
                .withNodeName(pod.node().isEmpty() ? null : pod.node())
                .build();
    }

    /** Kubernetes must not make a second EndpointSlice of it. */
    private static Wanted endpoints(ObjectMetaBuilder metadata, RouterEndpoints router) {
        EndpointsBuilder endpoints = new EndpointsBuilder()
                .withMetadata(metadata.addToLabels(SKIP_MIRROR, "true").build());
        if (router.pods().isEmpty()) {
            return new Wanted.Present(Kind.ENDPOINTS, endpoints.build());
        }
        return new Wanted.Present(
                Kind.ENDPOINTS,
                endpoints
                        .addNewSubset()
                        .withAddresses(addresses(router, true))
                        .withNotReadyAddresses(addresses(router, false))
                        .addNewPort()
                        .withName(PORT_NAME)
                        .withProtocol(TCP)
                        .withPort(router.port())
                        .endPort()
                        .endSubset()
                        .build());
    }

    private static List<EndpointAddress> addresses(RouterEndpoints router, boolean ready) {
        return router.pods().stream()
                .filter(pod -> pod.ready() == ready)
                .map(pod -> new EndpointAddressBuilder()
                        .withIp(pod.address())
                        .withNodeName(pod.node().isEmpty() ? null : pod.node())
                        .build())
                .toList();
    }

    private static ObjectMetaBuilder metadata(String namespace, Optional<OwnerReference> owner) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(NAME)
                .addToLabels(Scope.CREATED_BY, Scope.KUBELESS)
                .withOwnerReferences(owner.stream().toList());
    }
}
