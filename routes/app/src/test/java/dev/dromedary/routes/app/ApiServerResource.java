package dev.dromedary.routes.app;

import dev.dromedary.kube.RealApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real API server for the whole application to run against. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        RealApiServer server = RealApiServer.shared();
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kubeless")
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        System.setProperty("kubeconfig", server.kubeconfig().toString());
        return Map.of(
                "quarkus.http.test-port", "0",
                "dromedary.identity", "under-test",
                "dromedary.kinesis", "true",
                "dromedary.public-port", "0",
                "dromedary.public-tls-port", "0",
                "dromedary.public-host", "127.0.0.1",
                "dromedary.nats", "true");
    }

    @Override
    public void stop() {
        System.clearProperty("kubeconfig");
    }
}
