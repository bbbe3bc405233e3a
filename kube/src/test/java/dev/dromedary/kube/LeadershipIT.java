package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LeadershipIT {

    private final RealApiServer server = RealApiServer.shared();
    private final String namespace = server.newNamespace();

    @Test
    void oneLeadsAndTheStandbyTakesOverAtOnceWhereTheLeaseIsGivenBack() {
        try (KubernetesClient one = server.newClient();
                KubernetesClient two = server.newClient();
                Leadership standby = new Leadership(two, namespace, "lease", "two")) {
            Leadership leader = new Leadership(one, namespace, "lease", "one");
            List<Boolean> heard = new CopyOnWriteArrayList<>();
            leader.listen(heard::add);
            leader.start();
            await().atMost(Duration.ofSeconds(5)).until(leader::leading);
            standby.start();
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> !standby.leading());
            assertThatThrownBy(standby::check).isInstanceOf(Fence.NotLeading.class);
            leader.check();

            leader.close();
            assertThat(leader.leading()).isFalse();
            assertThat(heard).containsExactly(true, false);
            await().atMost(Duration.ofSeconds(6)).until(standby::leading);
        }
    }

    @Test
    void aLeaderThatVanishesIsReplacedWithinTwentySeconds() {
        KubernetesClient one = server.newClient();
        Leadership leader = new Leadership(one, namespace, "crash", "one");
        leader.start();
        await().atMost(Duration.ofSeconds(5)).until(leader::leading);
        try (KubernetesClient two = server.newClient();
                Leadership standby = new Leadership(two, namespace, "crash", "two")) {
            standby.start();
            // Its connections are cut: it can neither renew nor give back.
            one.close();
            await().atMost(Duration.ofSeconds(20)).until(standby::leading);
            assertThat(leader.leading())
                    .as("by its own clock it has stopped long before")
                    .isFalse();
        } finally {
            leader.close();
        }
    }
}
