package dev.dromedary.routes.http.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether clients that ask for a host will take a certificate, as far as it can be told without knowing whom they trust. */
final class Fitness {

    private static final int DNS_NAME = 2;

    private Fitness() {}

    /**
     * What they will find wrong, and what to do; empty: nothing.
     *
     * @param host or {@code *.} and a domain; empty: whichever, and so any name is good
     */
    static Optional<String> trouble(X509Certificate certificate, String host, Instant now) {
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            return Optional.of("expired at " + certificate.getNotAfter().toInstant() + ": renew it");
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return Optional.of(
                    "is not valid before " + certificate.getNotBefore().toInstant());
        }
        List<String> names = names(certificate);
        return host.isEmpty() || names.stream().anyMatch(name -> covers(name, host))
                ? Optional.empty()
                : Optional.of("is for " + (names.isEmpty() ? "no host" : String.join(", ", names)) + ", not for " + host
                        + ": the host belongs among its subject alternative names");
    }

    /** A star stands for one label, the first (RFC 6125, 6.4.3). */
    private static boolean covers(String name, String host) {
        if (name.equalsIgnoreCase(host)) {
            return true;
        }
        int dot = host.indexOf('.');
        return name.startsWith("*.") && dot > 0 && name.substring(1).equalsIgnoreCase(host.substring(dot));
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
