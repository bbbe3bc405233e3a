package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.crd.KafkaTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.kafka.SaslSpec;
import dev.dromedary.crd.kafka.TlsSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which cluster a trigger means: its own, or the installation's. */
public final class ClusterReader {

    private static final int MOST_BROKERS = 32;

    private final String namespace;
    private final List<Problem> problems;

    private ClusterReader(String namespace, List<Problem> problems) {
        this.namespace = namespace;
        this.problems = problems;
    }

    /**
     * The cluster of a trigger.
     *
     * @param namespace of the trigger, where its Secrets are
     * @param installation for a trigger that names no brokers
     * @param problems where it is noted what is wrong; what is given back counts only where nothing is
     */
    public static Cluster read(KafkaTriggerSpec spec, String namespace, Cluster installation, List<Problem> problems) {
        ClusterReader reader = new ClusterReader(namespace, problems);
        if (spec.brokers() == null || spec.brokers().isEmpty()) {
            reader.refuse(spec.tls() != null, "spec.tls");
            reader.refuse(spec.sasl() != null, "spec.sasl");
            return installation;
        }
        return new Cluster(
                reader.brokers(spec.brokers()),
                Optional.ofNullable(spec.tls()).map(reader::tls),
                Optional.ofNullable(spec.sasl()).map(reader::sasl),
                false);
    }

    /** A password of a user's must not go to where the administrator's brokers are, nor his to a user's. */
    private void refuse(boolean stands, String field) {
        if (stands) {
            wrong(field, "is of no use for the installation's brokers: name your own in spec.brokers, or remove it");
        }
    }

    private List<Broker> brokers(List<String> texts) {
        if (texts.size() > MOST_BROKERS) {
            wrong("spec.brokers", "names more than " + MOST_BROKERS + " brokers: a few are enough to find the others");
            return List.of();
        }
        List<Broker> brokers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String field = "spec.brokers[" + i + "]";
            Optional<Broker> broker = Optional.ofNullable(texts.get(i)).flatMap(Broker::of);
            broker.ifPresentOrElse(
                    brokers::add, () -> wrong(field, "must be host:port, such as kafka.example.com:9092"));
        }
        return List.copyOf(brokers);
    }

    private Cluster.Tls tls(TlsSpec tls) {
        return new Cluster.Tls(secret(tls.secret(), "spec.tls.secret"), Boolean.TRUE.equals(tls.insecure()));
    }

    private Cluster.Sasl sasl(SaslSpec sasl) {
        String word = isEmpty(sasl.mechanism()) ? Mechanism.PLAIN.word() : sasl.mechanism();
        Mechanism mechanism = Mechanism.of(word).orElse(Mechanism.PLAIN);
        if (Mechanism.of(word).isEmpty()) {
            wrong("spec.sasl.mechanism", "must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
        }
        Optional<Key> secret = secret(sasl.secret(), "spec.sasl.secret");
        if (isEmpty(sasl.secret())) {
            wrong("spec.sasl.secret", "is missing: name a Secret of this namespace");
        }
        Optional<Cluster.Tokens> tokens = Optional.ofNullable(sasl.tokenUrl())
                .filter(url -> !url.isEmpty())
                .flatMap(url -> tokens(url, sasl.scope()));
        if (mechanism != Mechanism.OAUTHBEARER && (!isEmpty(sasl.tokenUrl()) || !isEmpty(sasl.scope()))) {
            wrong("spec.sasl.tokenUrl", "and scope are for OAUTHBEARER alone: remove them, or set that mechanism");
        }
        return new Cluster.Sasl(mechanism, secret, tokens);
    }

    private Optional<Cluster.Tokens> tokens(String text, String scope) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return Optional.of(
                        new Cluster.Tokens(url, Optional.ofNullable(scope).filter(words -> !words.isEmpty())));
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        wrong("spec.sasl.tokenUrl", "must be a URL such as https://login.example.com/token");
        return Optional.empty();
    }

    private Optional<Key> secret(String name, String field) {
        if (isEmpty(name)) {
            return Optional.empty();
        }
        ObjectName.trouble(name).ifPresent(trouble -> wrong(field, trouble));
        return Optional.of(new Key(namespace, name));
    }

    private void wrong(String field, String remedy) {
        problems.add(Problem.invalid(field, remedy));
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
