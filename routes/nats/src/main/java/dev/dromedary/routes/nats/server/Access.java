package dev.dromedary.routes.nats.server;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.SecretReading;
import dev.dromedary.routes.core.secrets.Secrets;
import dev.dromedary.routes.core.secrets.TlsMaterial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How to reach servers, with the Secrets that it takes as they are now. */
final class Access implements AutoCloseable {

    private final Servers servers;
    private final Installation installation;
    private final Egress egress;
    private final Optional<Held<SecretReading>> tls;
    private final Optional<Held<SecretReading>> credentials;
    private List<Object> versions;
    private Material<Way> made;

    /**
     * Access to servers, until it is closed.
     *
     * @param changed run when {@link #now} may give something else than before; must be quick
     */
    Access(Servers servers, Connections.Environment environment, Runnable changed) {
        this.servers = servers;
        this.installation = environment.installation();
        this.egress = servers.trusted() ? Egress.ANYWHERE : environment.egress();
        Secrets secrets = environment.secrets();
        this.tls = servers.tls().flatMap(Servers.Tls::secret).map(key -> secrets.hold(key, changed));
        this.credentials = servers.credentials().map(key -> secrets.hold(key, changed));
    }

    /**
     * What a client is told now; another object where it is another thing.
     *
     * @param tls empty: connections are not encrypted
     * @param credentials empty: it is nobody in particular
     */
    record Way(List<Address> addresses, Optional<TlsMaterial> tls, Optional<Credentials> credentials, Egress egress) {}

    /** As it is now; the same object as long as it is the same. Costs nothing. */
    synchronized Material<Way> now() {
        List<Object> now = List.of(tls.map(Held::now), credentials.map(Held::now));
        if (!now.equals(versions)) {
            versions = now;
            made = make();
        }
        return made;
    }

    /** Has the Secrets read again: what they hold was refused. */
    void again() {
        tls.ifPresent(Held::again);
        credentials.ifPresent(Held::again);
    }

    @Override
    public void close() {
        tls.ifPresent(Held::close);
        credentials.ifPresent(Held::close);
    }

    private Material<Way> make() {
        for (Optional<Held<SecretReading>> secret : List.of(tls, credentials)) {
            Optional<String> trouble = secret.flatMap(held -> held.now().trouble());
            if (trouble.isPresent()) {
                return new Material.Away<>(trouble.get());
            }
        }
        Optional<Material<TlsMaterial>> secured = servers.tls()
                .map(with -> TlsMaterial.of(from(with.secret()), data(tls, installation.tls()), with.insecure()));
        Map<String, byte[]> login = data(credentials, installation.credentials());
        Optional<Material<Credentials>> known = servers.credentials().isEmpty() && login.isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.of(from(servers.credentials()), login));
        return away(secured)
                .or(() -> away(known))
                .<Material<Way>>map(Material.Away::new)
                .orElseGet(() -> new Material.Ready<>(
                        new Way(servers.addresses(), secured.map(Access::ready), known.map(Access::ready), egress),
                        List.of()));
    }

    private static Optional<String> away(Optional<? extends Material<?>> material) {
        return material.filter(one -> one instanceof Material.Away<?>).flatMap(Material::trouble);
    }

    private static <T> T ready(Material<T> material) {
        return ((Material.Ready<T>) material).value();
    }

    private Map<String, byte[]> data(Optional<Held<SecretReading>> secret, Map<String, byte[]> otherwise) {
        return secret.map(Held::now)
                .map(reading -> reading instanceof SecretReading.Found found ? found.data() : Map.<String, byte[]>of())
                .orElse(servers.trusted() ? otherwise : Map.of());
    }

    private static String from(Optional<Key> secret) {
        return secret.map(key -> "The Secret " + key).orElse("The installation's setting");
    }
}
