package dev.dromedary.routes.http.rules;

import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.http.CorsSpec;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code cors-enable} and {@code cors}. */
final class CorsReader {

    private static final Pattern ORIGIN =
            Pattern.compile("https?://([*][.])?[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?");
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");
    private static final int DAY = 86_400;

    private CorsReader() {}

    static Optional<CorsRule> of(HTTPTriggerSpec spec, Set<HttpMethod> taken, List<Problem> problems) {
        CorsSpec cors = spec.cors();
        if (!Boolean.TRUE.equals(spec.corsEnable())) {
            if (cors != null) {
                problems.add(Problem.invalid("spec.cors", "has no effect without cors-enable: true"));
            }
            return Optional.empty();
        }
        List<String> origins = origins(cors, problems);
        boolean credentials = cors != null && Boolean.TRUE.equals(cors.allowCredentials());
        if (credentials && origins.contains(CorsRule.ANY)) {
            problems.add(Problem.invalid(
                    "spec.cors.allowCredentials", "needs allowOrigins that name origins: browsers refuse it for any"));
        }
        List<String> methods =
                cors == null ? List.of() : names(cors.allowMethods(), "spec.cors.allowMethods", problems);
        List<String> fromTrigger = taken.isEmpty()
                ? METHODS
                : taken.stream().map(HttpMethod::name).sorted().toList();
        return Optional.of(new CorsRule(
                origins,
                methods.isEmpty() ? fromTrigger : methods,
                cors == null ? List.of() : names(cors.allowHeaders(), "spec.cors.allowHeaders", problems),
                cors == null ? List.of() : names(cors.exposeHeaders(), "spec.cors.exposeHeaders", problems),
                credentials,
                cors == null || cors.maxAge() == null ? DAY : cors.maxAge()));
    }

    private static List<String> origins(CorsSpec cors, List<Problem> problems) {
        if (cors == null || Lists.of(cors.allowOrigins()).isEmpty()) {
            return List.of(CorsRule.ANY);
        }
        return cors.allowOrigins().stream()
                .map(origin -> origin == null ? "" : origin.toLowerCase(Locale.ROOT))
                .peek(origin -> {
                    if (!origin.equals(CorsRule.ANY) && !ORIGIN.matcher(origin).matches()) {
                        problems.add(Problem.invalid(
                                "spec.cors.allowOrigins",
                                "has '" + origin + "', which is no origin: write such as https://shop.example.com,"
                                        + " https://*.example.com or *"));
                    }
                })
                .toList();
    }

    private static List<String> names(List<String> written, String field, List<Problem> problems) {
        return Lists.of(written).stream()
                .peek(name -> {
                    if (name == null || !HeaderRules.isToken(name)) {
                        problems.add(Problem.invalid(field, "has '" + name + "', which HTTP does not allow there"));
                    }
                })
                .toList();
    }
}
