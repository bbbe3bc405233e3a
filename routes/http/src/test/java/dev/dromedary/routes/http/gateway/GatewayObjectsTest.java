package dev.dromedary.routes.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.LateCache;
import dev.dromedary.kube.MemoryResources;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Wanted;
import dev.dromedary.kube.Yaml;
import dev.dromedary.routes.core.Beside;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wanted, in which order, of what is known. */
class GatewayObjectsTest {

    private static final Key HELLO = new Key("ns", "hello");
    private static final List<Kind> BACKEND = List.of(Kind.SERVICE, Kind.ENDPOINT_SLICE, Kind.ENDPOINTS);
    private static final String OURS = "annotations: {dromedary.dev/applied: x}";

    private final MemoryResources resources = new MemoryResources();
    private final MemoryResources home = new MemoryResources();
    private final TriggerRoom room = new TriggerRoom();
    private final List<TriggerPlan> plans = new ArrayList<>();
    private final GatewayObjects<TriggerPlan> objects = new GatewayObjects<>(
            TriggerPlan::wayIn,
            new GatewayObjects.Caches(late(Kind.INGRESS), late(Kind.HTTP_ROUTE), Optional.of(backends())));

    @BeforeEach
    void theRouterIsThere() {
        home.put(
                Kind.ENDPOINT_SLICE,
                Yaml.object(
                        """
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {namespace: kubeless, name: a, labels: {kubernetes.io/service-name: kubeless-router}}
                        addressType: IPv4
                        ports: [{port: 8080}]
                        endpoints: [{addresses: [10.0.0.1]}]
                        """));
    }

    @Test
    void firstTheServiceIsThereThenWhatLeadsToItThenWhatDidSoBeforeGoes() {
        have(Kind.HTTP_ROUTE, "hello", OURS, "HTTPTrigger", "hello");
        Beside.Wishes wishes = wanted(plan("ns", "hello", "nginx"));
        assertThat(wishes.first()).extracting(Wanted::kind).containsExactlyElementsOf(BACKEND);
        assertThat(wishes.first()).allMatch(Wanted.Present.class::isInstance);
        assertThat(wishes.then())
                .satisfiesExactly(
                        ingress -> assertThat(ingress)
                                .isInstanceOf(Wanted.Present.class)
                                .extracting(Wanted::kind)
                                .isEqualTo(Kind.INGRESS),
                        route -> assertThat(route).isEqualTo(new Wanted.Absent(Kind.HTTP_ROUTE, HELLO)));
    }

    @Test
    void anotherGatewayApiTakesTheIngressAwayLast() {
        have(Kind.INGRESS, "hello", OURS, "HTTPTrigger", "hello");
        assertThat(wanted(plan("ns", "hello", "infra/shared")).then())
                .extracting(Wanted::kind)
                .containsExactly(Kind.HTTP_ROUTE, Kind.INGRESS);
    }

    @Test
    void withoutAGatewayOnlyWhatWeMadeOfTheTriggerGoes() {
        have(Kind.INGRESS, "hello", "annotations: {}", "HTTPTrigger", "hello");
        assertThat(wanted(plan("ns", "hello", "")).then()).isEmpty();
        have(Kind.INGRESS, "hello", OURS, "HTTPTrigger", "other");
        assertThat(wanted(plan("ns", "hello", "")).then()).isEmpty();
        have(Kind.INGRESS, "hello", OURS, "HTTPTrigger", "hello");
        assertThat(wanted(plan("ns", "hello", "")).then()).containsExactly(new Wanted.Absent(Kind.INGRESS, HELLO));
    }

    @Test
    void theServiceGoesWithTheLastTriggerOfTheNamespaceThatNeedsIt() {
        BACKEND.forEach(kind -> have(kind, "kubeless-router", OURS, "ClusterRole", "kubeless-router-backend"));
        TriggerPlan hello = plan("ns", "hello", "");
        TriggerPlan other = plan("ns", "other", "kong");
        plans.addAll(List.of(hello, other, plan("elsewhere", "third", "kong")));
        assertThat(wanted(hello).then()).isEmpty();
        assertThat(objects.wanted(HELLO, Optional.empty(), () -> plans).then()).isEmpty();
        plans.remove(other);
        assertThat(objects.wanted(other.id().key(), Optional.empty(), () -> plans)
                        .then())
                .containsExactlyElementsOf(BACKEND.reversed().stream()
                        .<Wanted>map(kind -> new Wanted.Absent(kind, new Key("ns", "kubeless-router")))
                        .toList());
    }

    @Test
    void somebodyElsesServiceOfTheNameStays() {
        have(Kind.SERVICE, "kubeless-router", "annotations: {}", "Function", "kubeless-router");
        assertThat(wanted(plan("ns", "hello", "")).then()).isEmpty();
    }

    @Test
    void besideTheRouterItsOwnServiceIsThereAlready() {
        assertThat(wanted(plan("kubeless", "hello", "nginx")).first()).isEmpty();
    }

    @Test
    void whereTheRouterIsUnknownNothingIsMade() {
        home.remove(Kind.ENDPOINT_SLICE, new Key("kubeless", "a"));
        assertThatThrownBy(() -> wanted(plan("ns", "hello", "nginx")))
                .hasMessageContaining("Service kubeless/kubeless-router");
    }

    @Test
    void aChangeOfTheRoutersPodsConcernsOneTriggerOfEachNamespace() {
        plans.addAll(List.of(
                plan("ns", "b", "kong"),
                plan("ns", "a", "kong"),
                plan("ns", "0", ""),
                plan("two", "c", "infra/shared"),
                plan("three", "d", "")));
        assertThat(concerned(Kind.ENDPOINT_SLICE, "kubeless", "a"))
                .contains(Set.of(new Key("ns", "a"), new Key("two", "c")));
    }

    @Test
    void aChangeOfAServiceConcernsOneTriggerOfItsNamespaceOrNone() {
        plans.add(plan("ns", "b", "kong"));
        assertThat(concerned(Kind.SERVICE, "ns", "kubeless-router")).containsExactly(Set.of(new Key("ns", "b")));
        assertThat(concerned(Kind.SERVICE, "two", "kubeless-router"))
                .containsExactly(Set.of(new Key("two", "kubeless-router")));
    }

    @Test
    void aChangeOfAnIngressConcernsTheTriggerThatOwnsIt() {
        have(Kind.INGRESS, "hello", OURS, "HTTPTrigger", "owner");
        List<Related> own = related(Kind.INGRESS);
        GenericKubernetesResource ingress =
                resources.cache(Kind.INGRESS).get(HELLO).orElseThrow();
        assertThat(own).singleElement().satisfies(related -> assertThat(
                        related.concerns().apply(ingress))
                .containsExactly(new Key("ns", "owner")));
    }

    @Test
    void whatTheGatewaySaysOfTheRouteIsSaidOfTheTrigger() {
        TriggerPlan plan = plan("ns", "hello", "infra/shared");
        objects.wanted(HELLO, Optional.of(plan), () -> plans);
        assertThat(objects.standing(plan).orElseThrow().reason()).isEqualTo("Exposed");
        resources.put(
                Kind.HTTP_ROUTE,
                Yaml.object(
                        """
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata: {namespace: ns, name: hello}
                        status:
                          parents:
                          - conditions:
                            - {type: ResolvedRefs, status: "True", reason: ResolvedRefs, message: ""}
                            - {type: Accepted, status: "False", reason: NotAllowedByListeners, message: not from here}
                        """));
        assertThat(objects.standing(plan).orElseThrow())
                .satisfies(said -> assertThat(said.status()).isEqualTo("False"))
                .satisfies(said -> assertThat(said.reason()).isEqualTo("GatewayRefused"))
                .satisfies(said -> assertThat(said.message())
                        .isEqualTo(
                                "Gateway infra/shared says: Accepted is False, NotAllowedByListeners: not from here"));
        assertThat(objects.standing(plan("ns", "hello", ""))).isEmpty();
    }

    private Beside.Wishes wanted(TriggerPlan plan) {
        return objects.wanted(plan.id().key(), Optional.of(plan), () -> plans);
    }

    private List<Set<Key>> concerned(Kind kind, String namespace, String name) {
        GenericKubernetesResource changed = Yaml.object(
                "{apiVersion: v1, kind: Any, metadata: {namespace: %s, name: %s}}".formatted(namespace, name));
        return related(kind).stream()
                .map(related -> related.concerns().apply(changed))
                .toList();
    }

    private List<Related> related(Kind kind) {
        return objects.related(() -> plans).stream()
                .filter(related -> related.cache().kind().equals(kind))
                .toList();
    }

    private TriggerPlan plan(String namespace, String name, String gateway) {
        return room.read(Yaml.object(
                        """
                        apiVersion: kubeless.io/v1beta1
                        kind: HTTPTrigger
                        metadata: {namespace: %s, name: "%s", uid: u, creationTimestamp: "2020-01-01T00:00:00Z"}
                        spec: {function-name: f, host-name: "%s.example.com", gateway: "%s"}
                        """
                                .formatted(namespace, name, name, gateway)))
                .value()
                .orElseThrow();
    }

    private void have(Kind kind, String name, String annotations, String ownerKind, String owner) {
        String version = ownerKind.equals("ClusterRole") ? "rbac.authorization.k8s.io/v1" : "kubeless.io/v1beta1";
        resources.put(
                kind,
                Yaml.object(
                        """
                        apiVersion: %s
                        kind: %s
                        metadata:
                          namespace: ns
                          name: %s
                          %s
                          ownerReferences: [{apiVersion: %s, kind: %s, name: %s, uid: u}]
                        """
                                .formatted(
                                        kind.apiVersion(), kind.name(), name, annotations, version, ownerKind, owner)));
    }

    private LateCache late(Kind kind) {
        LateCache cache = new LateCache(kind, () -> resources.cache(kind), () -> true);
        assertThat(cache.follow()).isTrue();
        return cache;
    }

    private RouterBackends backends() {
        return new RouterBackends(
                new RouterBackends.Home("kubeless", home.cache(Kind.ENDPOINT_SLICE)),
                BACKEND.stream().map(resources::cache).toList(),
                Optional::empty);
    }
}
