package dev.dromedary.kube;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The cache outlives the API server's absence. */
class RestartIT {

    @Test
    void whatHappensAfterAPowerCutOfTheApiServerIsHeard() {
        try (RealApiServer server = RealApiServer.start();
                ApiServer resources = new ApiServer(server.client(), Scope.of("default"), "test")) {
            Cache cache = resources.cache(Kind.CONFIG_MAP);
            List<String> heard = new CopyOnWriteArrayList<>();
            cache.listen((before, after) ->
                    after.ifPresent(object -> heard.add(object.getMetadata().getName())));
            make(server.client(), "before");
            await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains("before"));
            server.kill();
            server.startAgain();
            make(server.client(), "after");
            await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains("after"));
            server.client()
                    .configMaps()
                    .inNamespace("default")
                    .withName("before")
                    .delete();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> cache.get(new Key("default", "before")).isEmpty());
        }
    }

    private static void make(KubernetesClient client, String name) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .addToLabels(Scope.CREATED_BY, Scope.KUBELESS)
                        .endMetadata()
                        .build())
                .create();
    }
}
