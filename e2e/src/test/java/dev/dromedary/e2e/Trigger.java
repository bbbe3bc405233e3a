package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Conditions;
import dev.dromedary.crd.TriggerStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;

/**
 * A trigger in a test's namespace whose events come from outside.
 *
 * @param type its kind
 */
record Trigger<T extends CustomResource<?, TriggerStatus>>(Cluster cluster, Class<T> type, String name) {

    List<String> finalizers() {
        return object().get().getMetadata().getFinalizers();
    }

    String uid() {
        return object().get().getMetadata().getUid();
    }

    void delete() {
        object().delete();
    }

    /** Waits until its status says that it consumes. */
    void awaitConsuming() {
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(consuming())
                .hasValueSatisfying(condition ->
                        assertThat(condition.holds()).as(condition.message()).isTrue()));
    }

    /** Waits until its status says that it does not consume, with a message that has this in it. */
    void awaitTrouble(String said) {
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(consuming()).hasValueSatisfying(condition -> {
            assertThat(condition.message()).contains(said);
            assertThat(condition.holds()).as(condition.message()).isFalse();
        }));
    }

    private Optional<Condition> consuming() {
        return Optional.ofNullable(object().get().getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), Condition.CONSUMING));
    }

    private Resource<T> object() {
        return cluster.client().resources(type).inNamespace(cluster.namespace()).withName(name);
    }
}
