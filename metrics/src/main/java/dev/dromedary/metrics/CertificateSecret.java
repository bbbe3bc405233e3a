package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Secret that both copies have their certificate from. The installation brings it empty; whichever copy finds it so, or finds
 * that the certificate ends in a few months, makes a new one. Two that do so at once: the API server takes the first.
 */
final class CertificateSecret {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateSecret.class);
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String PREVIOUS = "previous.crt";
    private static final int DAYS = 365;
    private static final int CONFLICT = 409;
    private static final Duration RENEWED_BEFORE = Duration.ofDays(120);

    private final KubernetesClient client;
    private final Key secret;
    private final String host;
    private final Clock clock;

    /**
     * Reads and writes this Secret.
     *
     * @param host whom the certificate is for
     */
    CertificateSecret(KubernetesClient client, Key secret, String host, Clock clock) {
        this.client = client;
        this.secret = secret;
        this.host = host;
        this.clock = clock;
    }

    /**
     * What is to be served.
     *
     * @param bundle PEM of what clients shall trust: this certificate, and the one before it, which another copy may still serve
     */
    record Served(ServingCertificate certificate, String bundle) {}

    /** The newest, made now if need be. */
    Served read() {
        try {
            return readOnce();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            // The other copy was quicker: its certificate is as good.
            return readOnce();
        }
    }

    private Served readOnce() {
        Secret object = client.secrets()
                .inNamespace(secret.namespace())
                .withName(secret.name())
                .get();
        if (object == null) {
            throw new IllegalStateException(
                    "The Secret " + secret + " is missing: install the component custom-metrics again");
        }
        Optional<ServingCertificate> there = certificate(object);
        boolean good = there.filter(known -> !known.endsWithin(RENEWED_BEFORE, clock.instant()))
                .isPresent();
        return served(good ? object : renew(object, there));
    }

    private Secret renew(Secret object, Optional<ServingCertificate> before) {
        ServingCertificate made = ServingCertificate.make(host, DAYS);
        SecretBuilder changed = new SecretBuilder(object)
                .addToData(CERTIFICATE, encode(made.certificate()))
                .addToData(KEY, encode(made.key()))
                .removeFromData(PREVIOUS);
        before.ifPresent(previous -> changed.addToData(PREVIOUS, encode(previous.certificate())));
        Secret written = client.resource(changed.build()).update();
        LOG.info("Made a certificate host={} days={}", host, DAYS);
        return written;
    }

    private static Served served(Secret object) {
        ServingCertificate certificate = certificate(object).orElseThrow();
        return new Served(
                certificate, certificate.certificate() + text(object, PREVIOUS).orElse(""));
    }

    private static Optional<ServingCertificate> certificate(Secret object) {
        return text(object, CERTIFICATE)
                .flatMap(certificate -> text(object, KEY).map(key -> new ServingCertificate(certificate, key)));
    }

    private static Optional<String> text(Secret object, String key) {
        return Optional.ofNullable(object.getData())
                .map((Map<String, String> data) -> data.get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
