package dev.dromedary.metrics;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * How the API server in front of us shows that it is one, and for whom it asks: the settings that every aggregated API server
 * finds in the ConfigMap {@code kube-system/extension-apiserver-authentication} (Kubernetes' documentation, "Configure the
 * Aggregation Layer"). Nobody else is heard: without such a certificate the headers are anybody's words.
 *
 * @param authority PEM of those who may have signed its certificate
 * @param names whom the certificate may be of; empty: anybody it was signed for
 * @param userHeaders where the user's name stands, the first that is there counts
 * @param groupHeaders where the user's groups stand
 * @param extraPrefixes what the headers with more about the user begin with
 */
record FrontProxy(
        String authority,
        List<String> names,
        List<String> userHeaders,
        List<String> groupHeaders,
        List<String> extraPrefixes) {

    private static final String PREFIX = "requestheader-";

    /** The settings in the ConfigMap; empty where the API server has no aggregation layer. */
    static Optional<FrontProxy> of(Map<String, String> data) {
        String authority = data.getOrDefault(PREFIX + "client-ca-file", "");
        List<String> users = list(data, "username-headers");
        return authority.isBlank() || users.isEmpty()
                ? Optional.empty()
                : Optional.of(new FrontProxy(
                        authority,
                        list(data, "allowed-names"),
                        users,
                        list(data, "group-headers"),
                        list(data, "extra-headers-prefix")));
    }

    private static List<String> list(Map<String, String> data, String key) {
        try {
            return new JsonArray(data.getOrDefault(PREFIX + key, "[]"))
                    .stream().map(String::valueOf).toList();
        } catch (DecodeException e) {
            throw new IllegalStateException(
                    "The ConfigMap extension-apiserver-authentication has no list in " + PREFIX + key, e);
        }
    }

    /** Who asks; empty where it is not the API server that says so. TLS has checked who signed the certificate. */
    Optional<Caller> caller(HttpServerRequest request) {
        try {
            List<Certificate> certificates = request.connection().peerCertificates();
            boolean isServer = certificates != null
                    && !certificates.isEmpty()
                    && certificates.getFirst() instanceof X509Certificate certificate
                    && isAllowed(certificate.getSubjectX500Principal().getName());
            return isServer ? caller(request.headers()) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Whether a certificate of this subject may speak for others. */
    boolean isAllowed(String subject) {
        return names.isEmpty() || commonName(subject).filter(names::contains).isPresent();
    }

    private static Optional<String> commonName(String subject) {
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    /** For whom the API server asks; empty where it names nobody. */
    Optional<Caller> caller(MultiMap headers) {
        return userHeaders.stream()
                .map(headers::get)
                .filter(user -> user != null && !user.isEmpty())
                .findFirst()
                .map(user -> new Caller(
                        user,
                        Stream.concat(
                                        groupHeaders.stream().flatMap(header -> headers.getAll(header).stream()),
                                        // Nobody asks for it, and each of Kubernetes' servers adds it.
                                        Stream.of("system:authenticated"))
                                .distinct()
                                .toList(),
                        extra(headers)));
    }

    private Map<String, List<String>> extra(MultiMap headers) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            extraPrefixes.stream()
                    .map(prefix -> prefix.toLowerCase(Locale.ROOT))
                    .filter(name::startsWith)
                    .findFirst()
                    .ifPresent(prefix -> extra.computeIfAbsent(
                                    key(name.substring(prefix.length())), key -> new ArrayList<>())
                            .add(header.getValue()));
        }
        return extra;
    }

    /** Percent-encoded, for not every key can stand in a header's name; one that is not is taken as it is. */
    private static String key(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }
}
