package dev.dromedary.routes.http.rules;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What browsers on other origins may do (the fetch standard's CORS protocol).
 *
 * @param origins lower-case, such as {@code https://shop.example.com} or {@code https://*.example.com}; {@code *}: any
 * @param methods for {@code Access-Control-Allow-Methods}
 * @param headers which request headers; empty: those that are asked for
 * @param exposed which response headers scripts may read
 * @param credentials with cookies and passwords
 * @param maxAge in seconds
 */
public record CorsRule(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        boolean credentials,
        int maxAge) {

    /** Any origin: what a page on it may read is what anybody may. */
    public static final String ANY = "*";

    /** Whether it is a browser's question before the request itself. */
    public static boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ORIGIN)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** The answer to such a question. */
    public HttpHeaders preflight(HttpRequest request) {
        HttpHeaders answer = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        Optional<String> allowed = allowed(request.headers().get(HttpHeaderNames.ORIGIN));
        allow(answer, allowed);
        if (allowed.isPresent()) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, String.join(", ", methods));
            answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, maxAge);
            String asked = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
            if (!headers.isEmpty()) {
                answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, String.join(", ", headers));
            } else if (asked != null) {
                answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
            }
        }
        return answer;
    }

    /**
     * Lets the page of an origin read an answer, unless the function has said something of its own.
     *
     * @param origin as the request names it; {@code null}: it names none
     */
    public void allow(HttpHeaders answer, String origin) {
        if (!answer.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            Optional<String> allowed = allowed(origin);
            allow(answer, allowed);
            if (allowed.isPresent() && !exposed.isEmpty()) {
                answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", exposed));
            }
        }
    }

    private void allow(HttpHeaders answer, Optional<String> allowed) {
        if (!isForAll()) {
            answer.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
        allowed.ifPresent(origin -> {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if (credentials) {
                answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
        });
    }

    /** What is said of an origin; empty: it may not. */
    private Optional<String> allowed(String origin) {
        if (isForAll()) {
            return Optional.of(ANY);
        }
        return origin != null && origins.stream().anyMatch(rule -> matches(rule, origin.toLowerCase(Locale.ROOT)))
                ? Optional.of(origin)
                : Optional.empty();
    }

    private boolean isForAll() {
        return origins.contains(ANY);
    }

    private static boolean matches(String rule, String origin) {
        int star = rule.indexOf("://*.");
        if (star < 0) {
            return rule.equals(origin);
        }
        String scheme = rule.substring(0, star + 3);
        String domain = rule.substring(star + 4);
        return origin.startsWith(scheme)
                && origin.endsWith(domain)
                && origin.length() > scheme.length() + domain.length();
    }
}
