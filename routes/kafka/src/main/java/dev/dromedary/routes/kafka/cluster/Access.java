package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.SecretReading;
import dev.dromedary.routes.core.secrets.Secrets;
import dev.dromedary.routes.core.secrets.TlsMaterial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** How to reach a cluster, with the Secrets that it takes as they are now. */
public final class Access implements AutoCloseable {

    /** Kafka shares logins whose JAAS texts are equal; tokens of one trigger must not come to another. */
    private static final AtomicLong LOGINS = new AtomicLong();

    private final Cluster cluster;
    private final Installation installation;
    private final Egress egress;
    private final Optional<Held<SecretReading>> tls;
    private final Optional<Held<SecretReading>> sasl;
    private List<Object> versions;
    private Material<ClientSettings> made;

    /**
     * Access to a cluster, until it is closed.
     *
     * @param environment what clusters are reached by
     * @param changed run when {@link #now} may give something else than before; must be quick
     */
    public Access(Cluster cluster, Environment environment, Runnable changed) {
        this.cluster = cluster;
        this.installation = environment.installation();
        this.egress = cluster.trusted() ? Egress.ANYWHERE : environment.egress();
        Secrets secrets = environment.secrets();
        this.tls = cluster.tls().flatMap(Cluster.Tls::secret).map(key -> secrets.hold(key, changed));
        this.sasl = cluster.sasl().flatMap(Cluster.Sasl::secret).map(key -> secrets.hold(key, changed));
    }

    /**
     * What clusters are reached by.
     *
     * @param egress where triggers may have the router connect to
     */
    public record Environment(Installation installation, Secrets secrets, Egress egress) {}

    /** Which cluster. */
    public Cluster cluster() {
        return cluster;
    }

    /** Where connections may go to. */
    public Egress egress() {
        return egress;
    }

    /** What a client is told now; the same object as long as it is the same. Costs nothing. */
    public synchronized Material<ClientSettings> now() {
        List<Object> now = List.of(tls.map(Held::now), sasl.map(Held::now));
        if (!now.equals(versions)) {
            versions = now;
            made = make();
        }
        return made;
    }

    /** Has the Secrets read again: what they hold was refused. */
    public void again() {
        tls.ifPresent(Held::again);
        sasl.ifPresent(Held::again);
    }

    @Override
    public void close() {
        tls.ifPresent(Held::close);
        sasl.ifPresent(Held::close);
    }

    private Material<ClientSettings> make() {
        for (Optional<Held<SecretReading>> secret : List.of(tls, sasl)) {
            Optional<String> trouble = secret.flatMap(held -> held.now().trouble());
            if (trouble.isPresent()) {
                return new Material.Away<>(trouble.get());
            }
        }
        Map<String, Object> all = new HashMap<>();
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrap());
        all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, cluster.protocol());
        Optional<String> trouble = cluster.tls().flatMap(with -> tls(with, all)).or(() -> cluster.sasl()
                .flatMap(with -> sasl(with, all)));
        return trouble.<Material<ClientSettings>>map(Material.Away::new)
                .orElseGet(() -> new Material.Ready<>(new ClientSettings(all), List.of()));
    }

    /** What stands in the way; empty: nothing. */
    private Optional<String> tls(Cluster.Tls with, Map<String, Object> all) {
        Material<TlsMaterial> material =
                TlsMaterial.of(from(with.secret()), data(tls, installation.tls()), with.insecure());
        all.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, TlsEngines.class);
        return put(TlsEngines.MATERIAL, material, all);
    }

    private Optional<String> sasl(Cluster.Sasl with, Map<String, Object> all) {
        Map<String, byte[]> data = data(sasl, installation.sasl());
        all.put(SaslConfigs.SASL_MECHANISM, with.mechanism().word());
        all.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                with.mechanism().module() + " required login=\"" + LOGINS.incrementAndGet() + "\";");
        if (with.mechanism() == Mechanism.OAUTHBEARER) {
            all.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenCallbacks.class);
            return put(TokenCallbacks.SOURCE, TokenSource.of(from(with.secret()), data, with.tokens(), egress), all);
        }
        all.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, LoginCallbacks.class);
        return put(LoginCallbacks.LOGIN, Login.of(from(with.secret()), data), all);
    }

    private static Optional<String> put(String name, Material<?> material, Map<String, Object> all) {
        if (material instanceof Material.Ready<?> ready) {
            all.put(name, ready.value());
            return Optional.empty();
        }
        return material.trouble();
    }

    private Map<String, byte[]> data(Optional<Held<SecretReading>> secret, Map<String, byte[]> otherwise) {
        return secret.map(Held::now)
                .map(reading -> reading instanceof SecretReading.Found found ? found.data() : Map.<String, byte[]>of())
                .orElse(cluster.trusted() ? otherwise : Map.of());
    }

    private static String from(Optional<Key> secret) {
        return secret.map(key -> "The Secret " + key).orElse("The installation's setting");
    }
}
