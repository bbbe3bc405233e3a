package dev.dromedary.routes.app;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.KubeComponent;
import dev.dromedary.kube.LeaderOnly;
import dev.dromedary.kube.Leadership;
import dev.dromedary.kube.Scope;
import dev.dromedary.routes.core.FunctionComponent;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.RoutePlan;
import dev.dromedary.routes.core.RouteTable;
import dev.dromedary.routes.core.TriggerRoutes;
import dev.dromedary.routes.core.VertxInvoker;
import dev.dromedary.routes.cron.Claims;
import dev.dromedary.routes.cron.CronRoom;
import dev.dromedary.routes.cron.CrontabService;
import dev.dromedary.routes.http.HttpListener;
import dev.dromedary.routes.http.HttpRoom;
import dev.dromedary.routes.http.HttpTriggerComponent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;

/** Puts the router together: the only place that knows CDI. */
@ApplicationScoped
public class Wiring {

    private static final Clock CLOCK = Clock.systemUTC();

    private final CamelContext camel;
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final ApiServer resources;
    private final Leadership leadership;
    private final RouteTable table;
    private final VertxInvoker invoker;
    private final HttpListener listener;
    private final Cache functions;
    private final Cache slices;
    private final List<TriggerRoutes<?>> kinds = new ArrayList<>();

    @Inject
    Wiring(CamelContext camel, Vertx vertx, RouterConfig config) {
        this.camel = camel;
        String watched = config.functionsNamespace().equals("*") ? "" : config.functionsNamespace();
        this.resources = new ApiServer(client, Scope.of(watched), "dromedary-router");
        this.leadership = new Leadership(client, config.namespace(), "dromedary-router", config.identity());
        this.functions = resources.cache(Kind.FUNCTION);
        this.slices = resources.cache(Kind.ENDPOINT_SLICE);
        this.table = new RouteTable(camel);
        this.invoker = new VertxInvoker(vertx, slices, new Timeouts(functions, config.grace()));
        this.listener = new HttpListener(vertx, config.publicHost(), config.publicPort());
    }

    void start(@Observes StartupEvent event) throws Exception {
        Claims claims = new Claims(resources, leadership);
        CrontabService crontab = new CrontabService(table, claims, CLOCK);
        camel.getRegistry().bind("crontab", crontab);
        camel.addComponent("kube", new KubeComponent(resources));
        camel.addComponent("function", new FunctionComponent(invoker));
        camel.addComponent("http-trigger", new HttpTriggerComponent(listener, table));
        add(new HttpRoom());
        add(new CronRoom(claims));
        leadership.listen(leads -> {
            if (leads) {
                crontab.catchUp();
            }
        });
        leadership.start();
        listener.open(2 * Runtime.getRuntime().availableProcessors())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    void stop(@Observes ShutdownEvent event) {
        leadership.close();
        listener.drain();
        table.close();
        invoker.close();
        resources.close();
        client.close();
    }

    /** Whether everything that there was at the start is served. */
    boolean caughtUp() {
        return functions.synced()
                && slices.synced()
                && !kinds.isEmpty()
                && kinds.stream().allMatch(TriggerRoutes::caughtUp);
    }

    /** The port that requests for functions come in by. */
    int publicPort() {
        return listener.port();
    }

    private <P extends RoutePlan> void add(Room<P> room) throws Exception {
        TriggerRoutes<P> routes =
                new TriggerRoutes<>(room, table, new TriggerRoutes.World(functions, resources, leadership, CLOCK));
        camel.addRoutes(routes);
        LeaderOnly.run(camel, routes.statusId(), leadership);
        kinds.add(routes);
    }
}
