package dev.dromedary.routes.core.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.MemoryResources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Key HELLO = new Key("default", "hello");
    private static final String READY = "{addresses: [10.0.0.1], conditions: {ready: true}}";
    private static final String LEAVING =
            "{addresses: [10.0.0.2], conditions: {ready: false, serving: true, terminating: true}}";
    private static final String DEAD = "{addresses: [10.0.0.3], conditions: {ready: false, serving: false}}";

    private final MemoryResources resources = new MemoryResources();
    private final Targets targets =
            new Targets(resources.cache(Kind.ENDPOINT_SLICE), DataPath.alone().measures());

    @Test
    void readyAddressesOfAllSlicesAreTaken() {
        put("a", READY + "," + LEAVING + "," + DEAD);
        put("b", "{addresses: [10.0.0.4]}");
        assertThat(hosts()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.4");
        resources.remove(Kind.ENDPOINT_SLICE, new Key("default", "b"));
        assertThat(hosts()).containsExactly("10.0.0.1");
    }

    @Test
    void whereNoneIsReadyOneThatIsLeavingButServesIsTaken() {
        put("a", LEAVING + "," + DEAD);
        assertThat(hosts()).containsExactly("10.0.0.2");
        put("a", DEAD);
        assertThat(hosts()).isEmpty();
    }

    /** Seen on a cluster: a rolling update of the pods let one request find none. */
    @Test
    void aChangeOfASliceLeavesNoMomentWithoutAddresses() throws InterruptedException {
        put("a", READY);
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicBoolean empty = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (go.get()) {
                if (targets.of(HELLO).least(Set.of()).isEmpty()) {
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

    /** All that can be taken, each when those before it were tried. */
    private List<String> hosts() {
        Set<Pod> tried = new HashSet<>();
        List<String> hosts = new ArrayList<>();
        for (var pod = targets.of(HELLO).least(tried);
                pod.isPresent();
                pod = targets.of(HELLO).least(tried)) {
            tried.add(pod.get());
            hosts.add(pod.get().place().address().getHostString());
        }
        return hosts;
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
