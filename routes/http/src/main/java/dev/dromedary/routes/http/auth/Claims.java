package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a token the function gets to see. */
final class Claims {

    private Claims() {}

    /** The admission of whom a token names; without {@code sub} it names nobody. */
    static Verdict.Allowed admission(JWTClaimsSet claims, Map<String, String> claimsToHeaders) {
        Map<String, String> headers = new HashMap<>();
        Map<String, Object> all = claims.getClaims();
        claimsToHeaders.forEach((header, claim) ->
                text(all.get(claim)).ifPresent(text -> headers.put(header, CallerHeaders.value(text))));
        String subject = Optional.ofNullable(claims.getSubject())
                .map(CallerHeaders::value)
                .orElse("");
        if (!subject.isEmpty()) {
            headers.put(CallerHeaders.USER, subject);
        }
        return new Verdict.Allowed(subject, Map.copyOf(headers), Verdict.Receipt.NONE);
    }

    /** Texts, numbers and truth values as they are, times in seconds, lists and objects as JSON; empty: there is nothing. */
    private static Optional<String> text(Object claim) {
        return switch (claim) {
            case null -> Optional.empty();
            case Date time -> Optional.of(Long.toString(time.toInstant().getEpochSecond()));
            case List<?> list -> Optional.of(JSONArrayUtils.toJSONString(list));
            case Map<?, ?> map -> Optional.of(json(map));
            default -> Optional.of(claim.toString());
        };
    }

    private static String json(Map<?, ?> object) {
        Map<String, Object> named = new LinkedHashMap<>();
        object.forEach((name, value) -> named.put(String.valueOf(name), value));
        return JSONObjectUtils.toJSONString(named);
    }
}
