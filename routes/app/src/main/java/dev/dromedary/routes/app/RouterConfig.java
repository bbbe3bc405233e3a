package dev.dromedary.routes.app;

import dev.dromedary.routes.http.AccessLog;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The router's settings; each is an environment variable too, such as {@code DROMEDARY_PUBLIC_PORT}. */
@ConfigMapping(prefix = "dromedary")
public interface RouterConfig {

    /** The namespace Dromedary is installed in: the router's Lease is there. */
    @WithDefault("kubeless")
    String namespace();

    /** The only namespace whose triggers are served; {@code *}: all of them. */
    @WithDefault("*")
    String functionsNamespace();

    /** This copy's own name in the Lease: the pod's name. */
    @WithDefault("${HOSTNAME:router}")
    String identity();

    /** The port that requests for functions come in by; 0: any free one. */
    @WithDefault("8080")
    int publicPort();

    /** The same for connections that are secured by TLS. */
    @WithDefault("8443")
    int publicTlsPort();

    /**
     * A TLS Secret in the installation's namespace, whose certificate is shown to clients who ask for a host that no trigger
     * has one for. Where there is no such Secret, they are refused.
     */
    @WithDefault("kubeless-router-tls")
    String tlsSecret();

    /** Which requests have a line in the log: {@code off}, {@code failed} (answered 5xx, or broken off) or {@code all}. */
    @WithDefault("failed")
    AccessLog.Which accessLog();

    /** The address that port listens on. */
    @WithDefault("0.0.0.0")
    String publicHost();

    /**
     * Networks, such as {@code 10.20.0.0/16}, of proxies in front of the router that are believed what they say of their clients in
     * {@code X-Forwarded-For} and {@code X-Forwarded-Proto}. Empty: nobody is.
     */
    Optional<List<String>> trustedProxies();

    /** Connections that clients may have open at a time; another one is closed as it comes. */
    @WithDefault("10000")
    int maxConnections();

    /**
     * Requests that may be under way at a time, WebSockets among them. One trigger may have as many of them as are left for
     * all: alone, half. More are answered 503.
     */
    @WithDefault("5000")
    int maxRequests();

    /** How much longer than a function's own time-out the router waits for its answer: the function says 408 first. */
    @WithDefault("5s")
    Duration grace();

    /**
     * Whether Ingresses and HTTPRoutes are kept for HTTPTriggers that name a gateway. False while a cluster comes from Kubeless,
     * until the router may take over the Ingresses that it made.
     */
    @WithDefault("true")
    boolean gateways();

    /**
     * Addresses or networks inside the cluster or its network, such as {@code 10.20.0.0/16}, that triggers may have the router
     * connect to: where the issuer of their tokens is, or their dead letters go. Empty: none; what is outside may always be.
     */
    Optional<List<String>> egressAllow();

    /** Certificates in PEM of authorities that are trusted besides Java's own where dead letters are sent by HTTPS; empty: none. */
    Optional<String> caBundle();

    /** Whether KafkaTriggers are served: where their CRD and the rights to it are installed (kustomize component kafka-trigger). */
    @WithDefault("false")
    boolean kafka();

    /**
     * Consumers of KafkaTriggers that run in this copy even where nothing comes: those that had the latest records. Of others the
     * topics are looked at, and they run when there is something; 0: all are such.
     */
    @WithDefault("10")
    int kafkaConsumers();

    /** Whether NATSTriggers are served: where their CRD and the rights to it are installed (kustomize component nats-trigger). */
    @WithDefault("false")
    boolean nats();

    /** Whether KinesisTriggers are served: where their CRD and the rights to it are installed (kustomize component kinesis-trigger). */
    @WithDefault("false")
    boolean kinesis();
}
