package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.LateCache;
import dev.dromedary.kube.Scope;
import dev.dromedary.routes.core.Keeper;
import dev.dromedary.routes.core.RoutePlan;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts together what keeps the cluster's gateway leading to the router. Nothing is followed before this copy leads; and of the
 * Services, of which each function has one, only the few that lead to the router.
 */
public final class GatewayDoor implements AutoCloseable {

    private final KubernetesClient client;
    private final Place place;
    private final ApiServer kept;
    private final ApiServer home;
    private final Apply apply;

    /**
     * Where all this is.
     *
     * @param installation the router's own namespace, with its Service {@code kubeless-router}
     * @param triggers the only namespace whose triggers are served; empty: all of them
     * @param fieldManager the name under which our fields stand
     */
    public record Place(String installation, String triggers, String fieldManager) {}

    /** Everything, not followed yet. */
    public GatewayDoor(KubernetesClient client, Place place, Election election) {
        this.client = client;
        this.place = place;
        Scope scope = Scope.of(place.triggers())
                .named(Kind.SERVICE, RouterBackend.NAME)
                .named(Kind.ENDPOINT_SLICE, RouterBackend.NAME)
                .named(Kind.ENDPOINTS, RouterBackend.NAME);
        this.kept = ApiServer.compact(client, scope, place.fieldManager());
        this.home =
                new ApiServer(client, Scope.serving(place.installation(), RouterBackend.NAME), place.fieldManager());
        this.apply = new Apply(client, kept, election, place.fieldManager());
    }

    /**
     * Keeps the Ingresses and HTTPRoutes of HTTPTriggers.
     *
     * @param wayIn what a plan says of it; empty: nothing
     */
    public <P extends RoutePlan> Keeper<P> keeper(Function<P, Optional<WayIn>> wayIn) {
        LateCache httpRoutes = new LateCache(Kind.HTTP_ROUTE, () -> kept.cache(Kind.HTTP_ROUTE), this::hasGatewayApi);
        GatewayObjects.Caches caches = new GatewayObjects.Caches(late(kept, Kind.INGRESS), httpRoutes, backends());
        return new Keeper<>(kept, apply, new GatewayObjects<>(wayIn, caches));
    }

    private Optional<RouterBackends> backends() {
        if (place.triggers().equals(place.installation())) {
            return Optional.empty();
        }
        List<LateCache> made = Stream.of(Kind.SERVICE, Kind.ENDPOINT_SLICE, Kind.ENDPOINTS)
                .map(kind -> late(kept, kind))
                .toList();
        RouterBackends.Home router = new RouterBackends.Home(place.installation(), late(home, Kind.ENDPOINT_SLICE));
        return Optional.of(new RouterBackends(router, made, new RouterRole(client)));
    }

    private static LateCache late(ApiServer server, Kind kind) {
        return new LateCache(kind, () -> server.cache(kind), () -> true);
    }

    /** An informer would ask again and again for a kind that is not there, in most clusters for nothing. */
    private boolean hasGatewayApi() {
        try {
            APIResourceList served = client.getApiResources(Kind.HTTP_ROUTE.apiVersion());
            return served != null
                    && served.getResources().stream()
                            .anyMatch(resource -> resource.getName().equals(Kind.HTTP_ROUTE.plural()));
        } catch (KubernetesClientException e) {
            // Not known: followed, for there may be objects of ours.
            return true;
        }
    }

    @Override
    public void close() {
        kept.close();
        home.close();
    }
}
