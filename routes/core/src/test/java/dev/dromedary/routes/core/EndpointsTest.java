package dev.dromedary.routes.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.MemoryResources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Key HELLO = new Key("default", "hello");
    private static final String READY = "{addresses: [10.0.0.1], conditions: {ready: true}}";
    private static final String LEAVING =
            "{addresses: [10.0.0.2], conditions: {ready: false, serving: true, terminating: true}}";
    private static final String DEAD = "{addresses: [10.0.0.3], conditions: {ready: false, serving: false}}";

    private final MemoryResources resources = new MemoryResources();
    private final Endpoints endpoints = new Endpoints(resources.cache(Kind.ENDPOINT_SLICE));

    @Test
    void readyAddressesOfAllSlicesAreTaken() {
        put("a", READY + "," + LEAVING + "," + DEAD);
        put("b", "{addresses: [10.0.0.4]}");
        assertThat(endpoints.of(HELLO))
                .extracting(SocketAddress::host)
                .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.4");
        resources.remove(Kind.ENDPOINT_SLICE, new Key("default", "b"));
        assertThat(endpoints.of(HELLO)).extracting(SocketAddress::host).containsExactly("10.0.0.1");
    }

    @Test
    void whereNoneIsReadyOneThatIsLeavingButServesIsTaken() {
        put("a", LEAVING + "," + DEAD);
        assertThat(endpoints.of(HELLO)).extracting(SocketAddress::host).containsExactly("10.0.0.2");
        put("a", DEAD);
        assertThat(endpoints.of(HELLO)).isEmpty();
    }

    /** Seen on a cluster: a rolling update of the pods let one request find none. */
    @Test
    void aChangeOfASliceLeavesNoMomentWithoutAddresses() throws InterruptedException {
        put("a", READY);
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicBoolean empty = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (go.get()) {
                if (endpoints.of(HELLO).isEmpty()) {
                    empty.set(true);
                }
            }
        });
        for (int i = 0; i < 5000; i++) {
            put("a", READY);
        }
        go.set(false);
        reader.join();
        assertThat(empty).isFalse();
    }

    private void put(String name, String addresses) {
        resources.put(
                Kind.ENDPOINT_SLICE,
                YAML.unmarshal(
                        """
                        ---
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {namespace: default, name: %s, labels: {kubernetes.io/service-name: hello}}
                        ports: [{port: 8080}]
                        endpoints: [%s]
                        """
                                .formatted(name, addresses),
                        GenericKubernetesResource.class));
    }
}
