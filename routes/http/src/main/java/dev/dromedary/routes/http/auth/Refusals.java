package dev.dromedary.routes.http.auth;

import java.util.Map;

/** Refusals that gates have in common. */
final class Refusals {

    /** Whom the trigger lets in cannot be told. */
    static final Verdict.Refused UNAVAILABLE = new Verdict.Refused(
            503, "The trigger cannot tell at present who may call it; its status says why", Map.of("Retry-After", "5"));

    /** More callers want to be checked at a time than can be. */
    static final Verdict.Refused BUSY =
            new Verdict.Refused(503, "Too many callers of this trigger are being checked", Map.of("Retry-After", "1"));

    /** A mistake of ours: nobody gets in by it. */
    static final Verdict.Refused FAILED = new Verdict.Refused(500, "The router could not check who calls", Map.of());

    private static final int UNAUTHORIZED = 401;

    private Refusals() {}

    /**
     * The caller has not shown who he is.
     *
     * @param challenge says how to (RFC 9110, 11.6.1)
     */
    static Verdict.Refused unauthorized(String message, String challenge) {
        return new Verdict.Refused(UNAUTHORIZED, message, Map.of("WWW-Authenticate", challenge));
    }

    /** Whether a verdict is that. */
    static boolean isUnauthorized(Verdict verdict) {
        return verdict instanceof Verdict.Refused refused && refused.status() == UNAUTHORIZED;
    }
}
