package dev.dromedary.routes.nats.server;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.NATSTriggerSpec;
import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.nats.CredentialsSpec;
import dev.dromedary.crd.nats.TlsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which servers a trigger means: its own, or the installation's. */
public final class ServersReader {

    private static final int MOST = 32;

    private final String namespace;
    private final List<Problem> problems;

    private ServersReader(String namespace, List<Problem> problems) {
        this.namespace = namespace;
        this.problems = problems;
    }

    /**
     * The servers of a trigger.
     *
     * @param namespace of the trigger, where its Secrets are
     * @param installation for a trigger that names none
     * @param problems where it is noted what is wrong; what is given back counts only where nothing is
     */
    public static Servers read(NATSTriggerSpec spec, String namespace, Servers installation, List<Problem> problems) {
        ServersReader reader = new ServersReader(namespace, problems);
        if (spec.servers() == null || spec.servers().isEmpty()) {
            reader.refuse(spec.tls() != null, "spec.tls");
            reader.refuse(spec.credentials() != null, "spec.credentials");
            return installation.of(namespace);
        }
        List<Address> addresses = reader.addresses(spec.servers());
        Optional<Servers.Tls> said = Optional.ofNullable(spec.tls()).map(reader::tls);
        return new Servers(
                namespace,
                addresses,
                said.or(() -> addresses.stream()
                        .filter(Address::secured)
                        .findFirst()
                        .map(secured -> new Servers.Tls(Optional.empty(), false))),
                Optional.ofNullable(spec.credentials()).flatMap(reader::credentials),
                false);
    }

    /** A password of a user's must not go to where the administrator's servers are, nor his to a user's. */
    private void refuse(boolean stands, String field) {
        if (stands) {
            wrong(field, "is of no use for the installation's servers: name your own in spec.servers, or remove it");
        }
    }

    private List<Address> addresses(List<String> texts) {
        if (texts.size() > MOST) {
            wrong("spec.servers", "names more than " + MOST + " servers: a few are enough to find the others");
            return List.of();
        }
        List<Address> addresses = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String field = "spec.servers[" + i + "]";
            Optional.ofNullable(texts.get(i))
                    .flatMap(Address::of)
                    .ifPresentOrElse(
                            addresses::add,
                            () -> wrong(
                                    field,
                                    "must be such as nats://nats.example.com:4222, without user and password: these"
                                            + " are for spec.credentials"));
        }
        return List.copyOf(addresses);
    }

    private Servers.Tls tls(TlsSpec tls) {
        return new Servers.Tls(secret(tls.secret(), "spec.tls.secret"), Boolean.TRUE.equals(tls.insecure()));
    }

    private Optional<Key> credentials(CredentialsSpec credentials) {
        Optional<Key> secret = secret(credentials.secret(), "spec.credentials.secret");
        if (secret.isEmpty()) {
            wrong("spec.credentials.secret", "is missing: name a Secret of this namespace");
        }
        return secret;
    }

    private Optional<Key> secret(String name, String field) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        ObjectName.trouble(name).ifPresent(trouble -> wrong(field, trouble));
        return Optional.of(new Key(namespace, name));
    }

    private void wrong(String field, String remedy) {
        problems.add(Problem.invalid(field, remedy));
    }
}
