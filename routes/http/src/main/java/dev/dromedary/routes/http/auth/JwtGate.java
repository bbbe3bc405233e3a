package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Lets in who has a signed token. One that was found good is good for as long as it and the keys are. */
final class JwtGate implements MaterialGate {

    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 16 * 1024;
    private static final int MOST_REMEMBERED = 1_000;
    private static final Verdict.Refused NONE =
            Refusals.unauthorized("A token is asked for, in one header Authorization: Bearer", "Bearer");
    private static final Verdict.Refused UNKNOWN_KEY = wrong("Its key is not known");

    private final AuthPlan.Jwt plan;
    private final Held<Material<KeySet>> keys;
    private final Lookup<KeySet> lookup;
    private final Desk desk;
    private final TokenCheck check;
    private final Recent<Known> good = new Recent<>(MOST_REMEMBERED);

    /**
     * Who has a token that was found good.
     *
     * @param keys by these
     */
    private record Known(KeySet keys, Verdict.Allowed allowed) {}

    JwtGate(AuthPlan.Jwt plan, Held<Material<KeySet>> keys, Desk desk) {
        this.plan = plan;
        this.keys = keys;
        this.lookup = new Lookup<>(keys, UNKNOWN_KEY::equals);
        this.desk = desk;
        this.check = new TokenCheck(plan);
    }

    @Override
    public boolean wantsBody() {
        return false;
    }

    @Override
    public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
        Optional<String> value = OneHeader.of(headers, HttpHeaderNames.AUTHORIZATION)
                .filter(credentials -> credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length()));
        if (value.isEmpty()) {
            return NONE;
        }
        String token = value.get().substring(SCHEME.length()).strip();
        if (token.length() > LONGEST) {
            return wrong("It is longer than " + LONGEST + " characters");
        }
        String id = Digests.key(Digests.sha256().digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        return lookup.ask(known -> good.find(id, now)
                .filter(seen -> seen.keys().equals(known))
                .<Outcome>map(Known::allowed)
                .orElseGet(() -> desk.submit(() -> verdict(token, id, known, now))));
    }

    private Verdict verdict(String token, String id, KeySet known, Instant now) {
        return switch (check.check(token, known, now)) {
            case TokenCheck.Result.Bad bad -> wrong(bad.why());
            case TokenCheck.Result.UnknownKey unknown -> UNKNOWN_KEY;
            case TokenCheck.Result.Good found -> {
                Verdict.Allowed allowed = Claims.admission(found.claims(), plan.claimsToHeaders());
                good.remove(id);
                good.add(id, new Known(known, allowed), found.until(), now);
                yield allowed;
            }
        };
    }

    /** RFC 6750, 3.1. */
    private static Verdict.Refused wrong(String why) {
        return Refusals.unauthorized(
                "The token does not count: " + why,
                "Bearer error=\"invalid_token\", error_description=\"" + why + "\"");
    }

    @Override
    public Held<? extends Material<?>> material() {
        return keys;
    }
}
