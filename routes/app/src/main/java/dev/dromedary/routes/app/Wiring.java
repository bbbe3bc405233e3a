package dev.dromedary.routes.app;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.ApiServer;
import dev.dromedary.kube.Connection;
import dev.dromedary.kube.Copies;
import dev.dromedary.kube.Leadership;
import dev.dromedary.kube.Scope;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.invoke.DataPath;
import dev.dromedary.routes.core.secrets.ApiSecrets;
import dev.dromedary.routes.core.secrets.RouterAccount;
import dev.dromedary.routes.cron.CronRoom;
import dev.dromedary.routes.cron.CrontabService;
import dev.dromedary.routes.http.AccessLog;
import dev.dromedary.routes.http.Bounds;
import dev.dromedary.routes.http.HttpListener;
import dev.dromedary.routes.http.HttpRoom;
import dev.dromedary.routes.http.TrustedProxies;
import dev.dromedary.routes.http.auth.Gates;
import dev.dromedary.routes.http.auth.Workers;
import dev.dromedary.routes.http.gateway.GatewayDoor;
import dev.dromedary.routes.http.tls.Certificates;
import dev.dromedary.routes.http.tls.TlsDoor;
import dev.dromedary.routes.traces.Traces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** Puts the router together: the only place that knows CDI. */
@ApplicationScoped
public class Wiring {

    /** Within the 25 s that Quarkus takes to end, and the 40 s that Kubernetes lets a pod, 5 s of which it sleeps. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);
    /** Longer than a client that is busy leaves a connection alone: with its next answer it is told to go elsewhere. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    /** Twice that, at most: for functions, and for sources. */
    private static final Duration LONGEST_EVENTS = Duration.ofSeconds(9);

    /** The next leader waits for it: ticks that take longer begin again there. */
    private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

    private static final int CHECKING_THREADS = 2;

    private final KubernetesClient client = Connection.open();
    private final ApiServer resources;
    private final Leadership leadership;
    private final Router router;
    private final HttpListener listener;
    private final DataPath data;
    private final Optional<GatewayDoor> gateways;
    private final ApiSecrets secrets;
    private final Gates gates;
    private final Certificates certificates;
    private final AccessLog log;
    private final RouterConfig config;
    private final Management management;
    private final PeerReports peers;
    private final InstallationDefault delivery;
    private CrontabService crontab;
    private final Sources sources;

    @Inject
    Wiring(CamelContext camel, MeterRegistry meters, Management management, RouterConfig config) {
        this.management = management;
        this.config = config;
        this.delivery = InstallationDefault.of(System.getenv());
        String watched = config.functionsNamespace().equals("*") ? "" : config.functionsNamespace();
        this.data = DataPath.countedBy(meters).tracedBy(Traces.by(System.getenv(), config.identity()));
        this.resources = ApiServer.compact(client, Scope.of(watched), "dromedary-router");
        this.leadership = new Leadership(client, config.namespace(), "dromedary-router", config.identity());
        this.router = new Router(camel, data, resources, leadership, config.grace());
        GatewayDoor.Place place = new GatewayDoor.Place(config.namespace(), watched, "dromedary-router");
        this.gateways = config.gateways() ? Optional.of(new GatewayDoor(client, place, leadership)) : Optional.empty();
        this.secrets = new ApiSecrets(client, new RouterAccount(config.namespace(), !watched.isEmpty()));
        this.gates = new Gates(secrets, egress(), Workers.of(CHECKING_THREADS));
        this.sources = new Sources(client, config, secrets, egress());
        this.log = new AccessLog(config.accessLog(), new FileOutputStream(FileDescriptor.out));
        this.certificates = new Certificates(
                secrets, Optional.of(new Key(config.namespace(), config.tlsSecret())), Clock.systemUTC());
        this.listener = new HttpListener(
                data,
                config.publicHost(),
                config.publicPort(),
                new HttpListener.Porter(
                        log,
                        TrustedProxies.of(config.trustedProxies().orElse(List.of())),
                        new Bounds(config.maxConnections(), config.maxRequests())));
        this.peers = new PeerReports(copies(), leadership, router.deliveries().reports(), config.identity());
        meter(meters);
    }

    private Copies copies() {
        return new Copies(client, new Key(config.namespace(), "kubeless-router-management"));
    }

    private void meter(MeterRegistry meters) {
        FunctionCounter.builder("dromedary.access.log.lost", log, AccessLog::lost)
                .description("Lines of the access log that nobody took in time")
                .register(meters);
        Gauge.builder("dromedary.connections", listener, HttpListener::openConnections)
                .description("Connections that clients have open")
                .register(meters);
        Gauge.builder("dromedary.requests.active", listener, HttpListener::underWay)
                .description("Requests under way")
                .register(meters);
    }

    void start(@Observes StartupEvent event) throws Exception {
        HttpRoom.open(router, new HttpRoom.Means(listener, gates, Optional.of(certificates), gateways));
        sources.open(router, delivery);
        crontab = CronRoom.open(router, new CronRoom.Installation(client, config.namespace(), delivery));
        management.serve(new AdminRoutes(router, config.identity()));
        leadership.start();
        peers.start();
        listener.open();
        listener.openSecured(config.publicTlsPort(), new TlsDoor(certificates));
    }

    private Egress egress() {
        return Egress.outside(config.egressAllow().orElse(List.of()));
    }

    void stop(@Observes ShutdownEvent event) {
        peers.close();
        Thread events = Thread.ofVirtual().name("drain-events").start(this::drainEvents);
        listener.drain(QUIET, LONGEST_DRAIN);
        join(events);
        sources.close();
        log.close();
        router.close();
        gateways.ifPresent(GatewayDoor::close);
        certificates.close();
        gates.close();
        secrets.close();
        data.close();
        resources.close();
        client.close();
    }

    /** Ticks under way end before another copy leads, and would fire them again. */
    private void drainEvents() {
        try {
            crontab.drain(LONGEST_TICK);
        } finally {
            leadership.close();
            router.drain(LONGEST_EVENTS);
            crontab.close();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether everything that there was at the start is served. */
    boolean caughtUp() {
        return router.caughtUp();
    }

    /** The port for TLS. */
    int securedPort() {
        return listener.securedPort();
    }

    /** The port that requests for functions come in by. */
    int publicPort() {
        return listener.port();
    }
}
