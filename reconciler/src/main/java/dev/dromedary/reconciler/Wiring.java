package dev.dromedary.reconciler;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Cache;
import dev.dromedary.kube.Connection;
import dev.dromedary.kube.KubeComponent;
import dev.dromedary.kube.LeaderOnly;
import dev.dromedary.kube.Leadership;
import dev.dromedary.kube.Related;
import dev.dromedary.kube.Scope;
import dev.dromedary.metrics.CustomMetrics;
import dev.dromedary.metrics.RouterActivity;
import dev.dromedary.reconciler.configuration.ConfigMapEntry;
import dev.dromedary.reconciler.configuration.ConfigurationWatch;
import dev.dromedary.reconciler.configuration.KeptConfiguration;
import dev.dromedary.reconciler.configuration.Surroundings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;

/** Puts the reconciler together: the only place that knows CDI. */
@ApplicationScoped
public class Wiring {

    static final String FIELD_MANAGER = "dromedary-reconciler";

    private static final int HTTPS = 443;

    /** The Service that leads to the management port of the router's copies. */
    private static final String ROUTER = "kubeless-router-management";

    private final CamelContext camel;
    private final ReconcilerConfig config;
    private final KubernetesClient client = connection();
    private final List<Cache> caches = new ArrayList<>();
    private final ApiServer functions;
    private final ApiServer installation;
    private final ApiServer kept;
    private final Leadership leadership;
    private final Router management;
    private final RouterActivity activity;
    private final Optional<CustomMetrics> metrics;

    @Inject
    Wiring(CamelContext camel, Vertx vertx, Router management, MeterRegistry meters, ReconcilerConfig config) {
        this.camel = camel;
        MicrometerRoutePolicyFactory passes = new MicrometerRoutePolicyFactory();
        passes.setMeterRegistry(meters);
        camel.addRoutePolicyFactory(passes);
        this.management = management;
        this.config = config;
        String watched = config.functionsNamespace().equals("*") ? "" : config.functionsNamespace();
        this.functions = ApiServer.compact(client, Scope.of(watched), FIELD_MANAGER);
        this.installation = new ApiServer(client, Scope.only(config.namespace(), config.config()), FIELD_MANAGER);
        this.kept = new ApiServer(
                client, Scope.only(config.namespace(), KeptConfiguration.nameFor(config.config())), FIELD_MANAGER);
        this.leadership = new Leadership(client, config.namespace(), "dromedary-reconciler", config.identity());
        this.activity = new RouterActivity(vertx, client, new Key(config.namespace(), ROUTER), Clock.systemUTC());
        CustomMetrics.Settings settings = new CustomMetrics.Settings(
                config.namespace(), config.identity(), config.customMetricsPort(), HTTPS, FIELD_MANAGER);
        this.metrics = config.customMetrics()
                ? Optional.of(new CustomMetrics(vertx, client, functions, activity, settings))
                : Optional.empty();
    }

    private static KubernetesClient connection() {
        NativeCiphers.use();
        return Connection.open();
    }

    void start(@Observes StartupEvent event) throws Exception {
        ConfigurationWatch configuration = configuration();
        Cache all = follow(functions, Kind.FUNCTION);
        List<Related> related = Stream.concat(Plan.STEPS.stream(), Stream.of(Kind.POD))
                .map(kind -> Related.madeForFunctions(follow(functions, kind)))
                .collect(Collectors.toCollection(ArrayList::new));
        related.add(new Related(installation.cache(Kind.CONFIG_MAP), changed -> Set.copyOf(all.keys())));
        // To be heard of before the first pass; what is kept changes nothing.
        related.add(new Related(kept.cache(Kind.CONFIG_MAP), changed -> Set.of()));

        Apply apply = new Apply(client, functions, leadership, FIELD_MANAGER);
        Steps.Api api = new Steps.Api(functions, apply, leadership, new ServiceAccounts(client));
        Steps steps = new Steps(api, configuration, Clock.systemUTC());
        camel.getRegistry().bind(ReconcileRoute.RELATED, related);
        camel.getRegistry().bind("kubernetesClient", client);
        camel.addComponent("kube", new KubeComponent(functions));
        camel.addRoutes(new EventRoute(config.identity()));
        camel.addRoutes(new ReconcileRoute(steps, config.workers()));
        LeaderOnly.run(camel, ReconcileRoute.ID, leadership);
        AdminApi.serve(management, activity);
        leadership.start();
        metrics.ifPresent(CustomMetrics::start);
    }

    private ConfigurationWatch configuration() throws Exception {
        Key key = new Key(config.namespace(), config.config());
        ConfigMapEntry written = new ConfigMapEntry(follow(installation, Kind.CONFIG_MAP), key);
        ConfigMapEntry keptEntry = new ConfigMapEntry(
                follow(kept, Kind.CONFIG_MAP), new Key(key.namespace(), KeptConfiguration.nameFor(key.name())));
        ConfigurationWatch watch = new ConfigurationWatch(
                written, keptEntry, new Surroundings(config.functionsNamespace(), System.getenv()));
        camel.getRegistry()
                .bind(ConfigurationRoute.RELATED, List.of(new Related(keptEntry.cache(), changed -> Set.of(key))));
        camel.addComponent("installation", new KubeComponent(installation));
        camel.addRoutes(new ConfigurationRoute(
                written, watch, new KeptConfiguration(client, leadership, keptEntry, FIELD_MANAGER)));
        LeaderOnly.run(camel, ConfigurationRoute.ID, leadership);
        return watch;
    }

    /** The lease first, so that the standby need not wait for it to run out. */
    void stop(@Observes ShutdownEvent event) {
        leadership.close();
        metrics.ifPresent(CustomMetrics::close);
        activity.close();
        functions.close();
        installation.close();
        kept.close();
        client.close();
    }

    /** Whether all that there is has been heard of. */
    boolean synced() {
        return !caches.isEmpty() && caches.stream().allMatch(Cache::synced);
    }

    /** How the metrics of functions are served; empty where nobody asked for it. */
    Optional<String> metrics() {
        return metrics.map(CustomMetrics::state);
    }

    private Cache follow(ApiServer server, Kind kind) {
        Cache cache = server.cache(kind);
        caches.add(cache);
        return cache;
    }
}
