package dev.dromedary.routes.cron;

import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Leadership;
import dev.dromedary.kube.Scope;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.invoke.DataPath;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** A copy of the router with the cron room alone, as its service account; copies of one installation elect a leader. */
final class CronCopy implements AutoCloseable {

    private static final String ACCOUNT = "system:serviceaccount:kubeless:kubeless-router";

    private final KubernetesClient client;
    private final ApiServer resources;
    private final Leadership leadership;
    private final DataPath data = DataPath.alone();
    private final CamelContext camel = new DefaultCamelContext();
    private final Router router;
    private final CrontabService crontab;
    private boolean closed;

    /**
     * Starts it.
     *
     * @param admin may speak for others
     * @param installation the router's own namespace
     * @param triggers the only namespace whose triggers it serves
     */
    CronCopy(KubernetesClient admin, String installation, String triggers) {
        Config config = new ConfigBuilder(admin.getConfiguration())
                .withImpersonateUsername(ACCOUNT)
                .withRequestRetryBackoffLimit(0)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.resources = ApiServer.compact(client, Scope.of(triggers), "dromedary-router");
        this.leadership = new Leadership(
                client, installation, "dromedary-router", UUID.randomUUID().toString());
        this.router = new Router(camel, data, resources, leadership, Duration.ofSeconds(1));
        try {
            camel.start();
            this.crontab =
                    CronRoom.open(router, new CronRoom.Installation(client, installation, InstallationDefault.NONE));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        leadership.start();
    }

    boolean leads() {
        return leadership.leading();
    }

    CamelContext camel() {
        return camel;
    }

    boolean caughtUp() {
        return router.caughtUp();
    }

    /** As a pod that is asked to end. */
    void handOver() {
        crontab.drain(Duration.ofSeconds(10));
        leadership.close();
        close();
    }

    /** As a machine whose network is gone: nothing is handed over, nothing written any more, and nothing waited for. */
    void kill() {
        client.close();
        crontab.close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        crontab.close();
        leadership.close();
        camel.stop();
        router.close();
        resources.close();
        client.close();
        data.close();
    }
}
