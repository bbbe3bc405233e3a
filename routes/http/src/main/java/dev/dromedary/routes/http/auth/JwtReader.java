package dev.dromedary.routes.http.auth;

import dev.dromedary.crd.http.JwtSpec;
import dev.dromedary.routes.core.Egress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code spec.auth.jwt}. */
final class JwtReader {

    private static final String FIELD = "spec.auth.jwt.";
    private static final String CLAIMS = FIELD + "claimsToHeaders";
    private static final int MOST_CLAIMS = 32;

    private final Egress egress;
    private final Findings findings;

    JwtReader(Egress egress, Findings findings) {
        this.egress = egress;
        this.findings = findings;
    }

    AuthPlan read(JwtSpec spec) {
        String issuer = findings.required(FIELD + "issuer", spec.issuer());
        List<String> audiences = Optional.ofNullable(spec.audiences()).orElse(List.of());
        if (audiences.isEmpty() || audiences.stream().anyMatch(Findings::isEmpty)) {
            findings.add(
                    FIELD + "audiences",
                    "must name what tokens for this function have in aud: else one that was made for anybody opens it");
            audiences = List.of();
        }
        return new AuthPlan.Jwt(issuer, List.copyOf(audiences), keys(spec, issuer), headers(spec.claimsToHeaders()));
    }

    private AuthPlan.Keys keys(JwtSpec spec, String issuer) {
        boolean byUri = !Findings.isEmpty(spec.jwksUri());
        if (!Findings.isEmpty(spec.jwksSecret())) {
            if (byUri) {
                findings.add(FIELD + "jwksSecret", "stands beside jwksUri, and only one counts: remove one of the two");
            }
            // Nothing is fetched, so the issuer may be called whatever it likes.
            return new AuthPlan.Keys.InSecret(findings.secret(FIELD + "jwksSecret", spec.jwksSecret()));
        }
        if (byUri) {
            if (issuer.startsWith("http:")) {
                findings.add(FIELD + "issuer", "is '" + issuer + "': an issuer that counts is reached by https://");
            }
            return uri("jwksUri", spec.jwksUri())
                    .<AuthPlan.Keys>map(AuthPlan.Keys.At::new)
                    .orElseGet(() -> new AuthPlan.Keys.Discovered(issuer));
        }
        if (!issuer.isEmpty()) {
            uri("issuer", issuer).filter(uri -> uri.getRawQuery() != null).ifPresent(uri -> {
                findings.add(
                        FIELD + "issuer", "has a query, so its keys cannot be looked up: set jwksUri or jwksSecret");
            });
        }
        return new AuthPlan.Keys.Discovered(issuer);
    }

    private Optional<URI> uri(String field, String text) {
        Optional<String> trouble = KeyUri.trouble(text, egress);
        trouble.ifPresent(wrong -> findings.add(FIELD + field, "is '" + text + "', " + wrong));
        return trouble.isPresent() ? Optional.empty() : Optional.of(URI.create(text));
    }

    private Map<String, String> headers(Map<String, String> claims) {
        if (claims == null) {
            return Map.of();
        }
        if (claims.size() > MOST_CLAIMS) {
            findings.add(CLAIMS, "has " + claims.size() + " headers: at most " + MOST_CLAIMS + " are set");
        }
        Map<String, String> seen = new HashMap<>();
        claims.forEach((header, claim) -> {
            HeaderName.trouble(header).ifPresent(trouble -> findings.add(CLAIMS, "has a key that " + trouble));
            if (Findings.isEmpty(claim)) {
                findings.add(CLAIMS + "." + header, "must name a claim");
            }
            String other = seen.put(HeaderName.plain(header), header);
            if (other != null) {
                findings.add(
                        CLAIMS, "has " + other + " and " + header + ", which functions may take for one: keep one");
            }
        });
        return findings.problems().isEmpty() ? Map.copyOf(claims) : Map.of();
    }
}
