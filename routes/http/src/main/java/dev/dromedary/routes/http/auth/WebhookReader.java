package dev.dromedary.routes.http.auth;

import dev.dromedary.crd.http.HmacSpec;
import dev.dromedary.crd.http.WebhookSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code spec.auth.webhook}. */
final class WebhookReader {

    private static final String FIELD = "spec.auth.webhook.";
    private static final String SIGNATURE = "X-Signature";
    private static final int SECONDS = 300;
    private static final int MOST_SECONDS = 86_400;
    private static final Pattern PREFIX = Pattern.compile("[\\x21-\\x7E]{0,32}");

    private final Findings findings;

    WebhookReader(Findings findings) {
        this.findings = findings;
    }

    AuthPlan read(WebhookSpec spec) {
        String provider = findings.oneOf(
                FIELD + "provider",
                findings.required(FIELD + "provider", spec.provider()),
                List.of("GitHub", "Stripe", "Slack", "HMAC"));
        if (spec.hmac() != null && !provider.equals("HMAC")) {
            findings.add(FIELD + "hmac", "says how HMAC signs, and provider is " + provider + ": remove it");
        }
        return new AuthPlan.Webhook(
                signing(provider, spec), findings.secret(FIELD + "secret", spec.secret()), tolerance(spec.tolerance()));
    }

    private Signing signing(String provider, WebhookSpec spec) {
        return switch (provider) {
            case "Stripe" -> new Signing.Stripe();
            case "Slack" -> new Signing.Slack();
            case "HMAC" -> hmac(Optional.ofNullable(spec.hmac()).orElse(new HmacSpec(null, null, null, null, null)));
            default -> new Signing.GitHub();
        };
    }

    private Signing hmac(HmacSpec spec) {
        String prefix = Findings.orElse(spec.prefix(), "");
        if (!PREFIX.matcher(prefix).matches()) {
            findings.add(FIELD + "hmac.prefix", "must be at most 32 visible ASCII characters, such as sha256=");
        }
        return new Signing.Hmac(
                findings.header(FIELD + "hmac.header", spec.header(), SIGNATURE),
                Algorithm.of(findings.oneOf(FIELD + "hmac.algorithm", spec.algorithm(), Algorithm.WORDS)),
                Encoding.of(findings.oneOf(FIELD + "hmac.encoding", spec.encoding(), Encoding.WORDS)),
                prefix,
                findings.header(FIELD + "hmac.timestampHeader", spec.timestampHeader(), ""));
    }

    private Duration tolerance(Integer seconds) {
        int tolerance = Optional.ofNullable(seconds).orElse(SECONDS);
        if (tolerance < 1 || tolerance > MOST_SECONDS) {
            findings.add(FIELD + "tolerance", "is " + tolerance + ": write seconds from 1 to " + MOST_SECONDS);
        }
        return Duration.ofSeconds(tolerance);
    }
}
