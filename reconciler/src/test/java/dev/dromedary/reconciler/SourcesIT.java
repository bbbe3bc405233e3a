package dev.dromedary.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Old pods read the old source for as long as there are any. */
@QuarkusTest
@QuarkusTestResource(ApiServerResource.class)
class SourcesIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Functions functions = Functions.inNewNamespace();

    @Test
    void theSourceThatPodsReadChangesItsNameAndTheFormerOneGoesOnceThePodsAreReplaced() {
        functions.apply("rolled", "return 1");
        await().atMost(SOON)
                .until(() -> functions.sources("rolled").size() == 1 && functions.deployment("rolled") != null);
        String first = functions.sources("rolled").getFirst().getMetadata().getName();
        functions.rolledOut("rolled");
        functions.apply("rolled", "return 2");
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> functions.sources("rolled").size() == 2);

        functions.rolledOut("rolled");
        await().atMost(SOON).until(() -> functions.sources("rolled").size() == 1);
        assertThat(functions.sources("rolled").getFirst().getMetadata().getName())
                .isNotEqualTo(first);
        assertThat(functions
                        .client()
                        .configMaps()
                        .inNamespace(functions.namespace())
                        .withName("rolled")
                        .get()
                        .getData())
                .as("Kubeless' users read this one")
                .containsEntry("rolled.py", "def run(event, context): return 2");
    }
}
