package dev.dromedary.routes.app;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.deliver.HttpLetters;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import dev.dromedary.routes.core.secrets.Secrets;
import dev.dromedary.routes.core.web.Trust;
import dev.dromedary.routes.core.web.WebClient;
import dev.dromedary.routes.kafka.KafkaRoom;
import dev.dromedary.routes.kafka.cluster.Access;
import dev.dromedary.routes.kafka.cluster.Installation;
import dev.dromedary.routes.kinesis.KinesisRoom;
import dev.dromedary.routes.kinesis.lease.LeaseSheets;
import dev.dromedary.routes.nats.NatsRoom;
import dev.dromedary.routes.nats.server.Connections;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms whose events come from outside of the cluster, as far as they are installed, and where dead letters are kept. */
final class Sources {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final KubernetesClient client;
    private final RouterConfig config;
    private final Secrets secrets;
    private final Egress egress;
    private final Map<String, String> environment = System.getenv();
    private final Deque<Runnable> open = new ArrayDeque<>();

    Sources(KubernetesClient client, RouterConfig config, Secrets secrets, Egress egress) {
        this.client = client;
        this.config = config;
        this.secrets = secrets;
        this.egress = egress;
    }

    /**
     * Opens them: first all that keeps letters, for rooms refuse what is not kept.
     *
     * @param standard what triggers leave open of their delivery
     */
    void open(Router router, InstallationDefault standard) throws Exception {
        HttpLetters posts = new HttpLetters(new WebClient(egress, trust(config.caBundle()), HttpLetters.TIME), secrets);
        open.push(posts::close);
        router.deliveries().letters(LetterTarget.Http.class, posts);
        if (config.kafka() || environment.containsKey("KAFKA_BROKERS")) {
            open.push(KafkaRoom.letters(router, brokers())::close);
        }
        if (config.nats()) {
            open.push(NatsRoom.open(router, nats(standard))::close);
        }
        if (config.kafka()) {
            KafkaRoom.Means means = new KafkaRoom.Means(
                    brokers(), standard.forKafka(environment), config.kafkaConsumers(), Optional.of(config.identity()));
            open.push(KafkaRoom.open(router, means)::close);
        }
        if (config.kinesis()) {
            KinesisRoom.open(router, kinesis(standard, router));
        }
    }

    private Access.Environment brokers() {
        return new Access.Environment(Installation.of(environment), secrets, egress);
    }

    private NatsRoom.Means nats(InstallationDefault standard) {
        var servers = dev.dromedary.routes.nats.server.Installation.of(environment);
        return new NatsRoom.Means(new Connections.Environment(servers, secrets, egress), standard);
    }

    private KinesisRoom.Means kinesis(InstallationDefault standard, Router router) {
        return new KinesisRoom.Means(
                secrets,
                egress,
                new KinesisRoom.Copies(new LeaseSheets(client), config.identity(), config.namespace()),
                KinesisRoom.Standard.of(standard, environment, Honours.Letters.of(router.deliveries())));
    }

    /** A mistake in it must not keep functions from being called: those who need it are told by their triggers. */
    private static SslContext trust(Optional<String> bundle) {
        try {
            return Trust.with(bundle.orElse(""));
        } catch (IllegalArgumentException e) {
            LOG.warn("The installation's authorities are not trusted because={}", e.getMessage());
            return Trust.ofJava();
        }
    }

    /** Once no event is under way any more. */
    void close() {
        open.forEach(Runnable::run);
    }
}
