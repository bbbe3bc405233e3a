package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Resources;
import dev.dromedary.metrics.CertificateSecret.Served;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code custom.metrics.k8s.io} with the calls of functions, a second and in flight, so that autoscalers can go by them without Prometheus and an
 * adapter. Every copy of the program serves and counts by itself; nobody leads. Once a minute it looks whether its certificate,
 * its front proxy and its registration are as they should be.
 */
public final class CustomMetrics implements AutoCloseable {

    /** The Service, the ClusterRole that owns the registration, and the Secret of the certificate. */
    public static final String NAME = "kubeless-custom-metrics";

    private static final Logger LOG = LoggerFactory.getLogger(CustomMetrics.class);
    private static final String AUTHENTICATION = "extension-apiserver-authentication";
    private static final long EVERY_SECONDS = 60;
    private static final long AGAIN_SECONDS = 5;

    private final Vertx vertx;
    private final KubernetesClient client;
    private final Settings settings;
    private final CallRates rates;
    private final RouterActivity activity;
    private final CertificateSecret secret;
    private final Registration registration;
    private final News news;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("custom-metrics").factory());
    private Optional<MetricsServer> server = Optional.empty();
    private Optional<Serving> serving = Optional.empty();

    /**
     * Where it is.
     *
     * @param namespace of the installation
     * @param identity this copy's own name
     * @param port to listen on; 0: any free one
     * @param servicePort of the Service that leads to it; 0: the one that is listened on
     * @param fieldManager under which the registration stands
     */
    public record Settings(String namespace, String identity, int port, int servicePort, String fieldManager) {}

    /** What the listener was last told. */
    private record Serving(ServingCertificate certificate, FrontProxy proxy) {}

    /**
     * Does nothing yet.
     *
     * @param activity what is in flight; the caller's to close
     */
    public CustomMetrics(
            Vertx vertx, KubernetesClient client, Resources functions, RouterActivity activity, Settings settings) {
        this.activity = activity;
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.rates = new CallRates(vertx, functions.cache(Kind.AUTOSCALER), functions.cache(Kind.POD));
        Key name = new Key(settings.namespace(), NAME);
        this.secret =
                new CertificateSecret(client, name, NAME + "." + settings.namespace() + ".svc", Clock.systemUTC());
        this.registration = new Registration(client, name, settings.servicePort(), settings.fieldManager());
        this.news = new News(client, name, settings.identity());
    }

    /** Begins to count, to listen and to register; what fails is tried again. */
    public void start() {
        rates.start();
        timer.execute(this::look);
    }

    /** How it stands, for people: such as {@code serving}. */
    public String state() {
        return news.state();
    }

    private void look() {
        long again = EVERY_SECONDS;
        try {
            Optional<FrontProxy> proxy = proxy();
            if (proxy.isEmpty()) {
                news.trouble("the API server has no aggregation layer (--requestheader-client-ca-file is not set)");
            } else {
                serve(proxy.get());
            }
        } catch (RuntimeException e) {
            news.trouble(e.toString());
            again = AGAIN_SECONDS;
        }
        var unused = timer.schedule(this::look, again, TimeUnit.SECONDS);
    }

    private Optional<FrontProxy> proxy() {
        ConfigMap found = client.configMaps()
                .inNamespace("kube-system")
                .withName(AUTHENTICATION)
                .get();
        return Optional.ofNullable(found).map(ConfigMap::getData).flatMap(FrontProxy::of);
    }

    /** A new certificate is served one look after the API server was told of it: until then it may not trust it. */
    private void serve(FrontProxy proxy) {
        Served newest = secret.read();
        if (server.isEmpty()) {
            server = Optional.of(await(MetricsServer.listen(
                    vertx,
                    settings.port(),
                    new MetricsApi(rates, activity::read, new AccessReview(vertx, client), Clock.systemUTC()),
                    newest.certificate(),
                    proxy)));
            serving = Optional.of(new Serving(newest.certificate(), proxy));
            LOG.info("Listening port={}", server.get().port());
        }
        switch (registration.register(newest.bundle())) {
            case Registration.Taken taken -> news.taken(taken.by());
            case Registration.Written ignored -> news.serving();
            case Registration.Unchanged ignored -> {
                change(new Serving(newest.certificate(), proxy));
                news.serving();
            }
        }
    }

    private void change(Serving wanted) {
        if (!serving.equals(Optional.of(wanted))) {
            await(server.orElseThrow().change(wanted.certificate(), wanted.proxy()));
            serving = Optional.of(wanted);
            LOG.info("Serving with another certificate, or for another front proxy");
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        rates.close();
        server.ifPresent(listening -> await(listening.close()));
    }
}
