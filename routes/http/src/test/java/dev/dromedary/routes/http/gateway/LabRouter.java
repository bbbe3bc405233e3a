package dev.dromedary.routes.http.gateway;

import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.Scope;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.invoke.DataPath;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A router that leads, as its service account. */
final class LabRouter implements AutoCloseable {

    private static final String ACCOUNT = "system:serviceaccount:kubeless:kubeless-router";

    private final KubernetesClient client;
    private final ApiServer resources;
    private final GatewayDoor door;
    private final DataPath data = DataPath.alone();
    private final CamelContext camel = new DefaultCamelContext();
    private final Router router;

    /**
     * Starts it.
     *
     * @param admin may speak for others
     * @param installation the router's own namespace
     */
    LabRouter(KubernetesClient admin, String installation) {
        Config config = new ConfigBuilder(admin.getConfiguration())
                .withImpersonateUsername(ACCOUNT)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.resources = new ApiServer(client, Scope.of(""), "dromedary-router");
        this.door =
                new GatewayDoor(client, new GatewayDoor.Place(installation, "", "dromedary-router"), Election.ALONE);
        this.router = new Router(camel, data, resources, Election.ALONE, Duration.ofSeconds(1));
        try {
            camel.addComponent("silent", new TriggerRoom.Silent());
            camel.start();
            router.add(new TriggerRoom(), Optional.of(door.keeper(TriggerPlan::wayIn)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        camel.stop();
        router.close();
        door.close();
        resources.close();
        client.close();
        data.close();
    }
}
