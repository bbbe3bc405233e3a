package dev.dromedary.routes.http.auth;

import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.http.ApiKeysSpec;
import dev.dromedary.crd.http.AuthSpec;
import dev.dromedary.routes.core.Egress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how callers prove who they are. Pure; names of hosts are not resolved. */
public final class AuthReader {

    private static final String API_KEY = "X-API-Key";

    private final Egress egress;

    /** Reads for triggers whose keys may be fetched from there. */
    public AuthReader(Egress egress) {
        this.egress = egress;
    }

    /** The plan, or what is wrong with {@code basic-auth-secret} and {@code auth}, every mistake at once. */
    public Reading<AuthPlan> read(HTTPTriggerSpec spec) {
        Findings findings = new Findings();
        AuthPlan plan = plan(spec, findings);
        return new Reading<>(
                findings.problems().isEmpty() ? Optional.of(plan) : Optional.empty(), findings.problems(), List.of());
    }

    private AuthPlan plan(HTTPTriggerSpec spec, Findings findings) {
        AuthSpec auth = spec.auth();
        List<String> ways = ways(spec);
        if (ways.size() > 1) {
            findings.add(
                    "spec.auth",
                    "is one of several ways to prove who calls, and only one counts: of " + String.join(", ", ways)
                            + " keep one");
        }
        if (auth != null && auth.jwt() != null) {
            return new JwtReader(egress, findings).read(auth.jwt());
        }
        if (auth != null && auth.apiKeys() != null) {
            return apiKeys(auth.apiKeys(), findings);
        }
        if (auth != null && auth.webhook() != null) {
            return new WebhookReader(findings).read(auth.webhook());
        }
        if (auth != null) {
            // Whoever writes it does not mean to let in everybody.
            findings.add("spec.auth", "says no way to prove who calls: write jwt, apiKeys or webhook, or remove it");
        }
        return Findings.isEmpty(spec.basicAuthSecret())
                ? new AuthPlan.Open()
                : new AuthPlan.Basic(findings.secret("spec.basic-auth-secret", spec.basicAuthSecret()));
    }

    private static List<String> ways(HTTPTriggerSpec spec) {
        List<String> ways = new ArrayList<>();
        if (!Findings.isEmpty(spec.basicAuthSecret())) {
            ways.add("spec.basic-auth-secret");
        }
        if (spec.auth() != null) {
            named(ways, "spec.auth.jwt", spec.auth().jwt());
            named(ways, "spec.auth.apiKeys", spec.auth().apiKeys());
            named(ways, "spec.auth.webhook", spec.auth().webhook());
        }
        return ways;
    }

    private static void named(List<String> ways, String field, Object written) {
        if (written != null) {
            ways.add(field);
        }
    }

    private static AuthPlan apiKeys(ApiKeysSpec spec, Findings findings) {
        return new AuthPlan.ApiKeys(
                findings.secret("spec.auth.apiKeys.secret", spec.secret()),
                findings.header("spec.auth.apiKeys.header", spec.header(), API_KEY));
    }
}
