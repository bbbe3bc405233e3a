package dev.dromedary.reconciler;

import dev.dromedary.kube.RealApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real API server with a configuration in it, for the whole application to run against. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {

    static final String CATALOGUE =
            """
            [{"ID": "python", "depName": "requirements.txt", "fileNameSuffix": ".py", "versions": [
              {"name": "python311", "version": "3.11", "aliases": ["python2.7", "python3.7"], "images": [
                {"phase": "installation", "image": "example/python:3.11", "command": "pip install"},
                {"phase": "runtime", "image": "example/python:3.11", "env": {"PYTHONPATH": "$(KUBELESS_INSTALL_VOLUME)"}}]}]}]
            """;

    @Override
    public Map<String, String> start() {
        RealApiServer server = RealApiServer.shared();
        KubernetesClient client = server.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kubeless")
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("kubeless")
                        .withName("kubeless-config")
                        .endMetadata()
                        .addToData("runtime-images", CATALOGUE)
                        .addToData("provision-image", "example/provision:1")
                        .build())
                .createOr(existing -> existing.update());
        System.setProperty("kubeconfig", server.kubeconfig().toString());
        return Map.of("quarkus.http.test-port", "0", "dromedary.identity", "under-test");
    }

    @Override
    public void stop() {
        System.clearProperty("kubeconfig");
    }
}
