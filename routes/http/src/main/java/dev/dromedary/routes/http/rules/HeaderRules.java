package dev.dromedary.routes.http.rules;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.http.HeadersSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code requestHeaders} and {@code responseHeaders}. */
final class HeaderRules {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff\\t]{0,4096}");

    /** About the connection, or about how long a body is: whoever sets them changes where a message ends. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What the function must be able to rely on. */
    private static final List<String> OURS = List.of("event-", "ce-", "x-forwarded-", "forwarded", "x-auth-user");

    private final List<Problem> problems;

    HeaderRules(List<Problem> problems) {
        this.problems = problems;
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    HeaderRule toFunction(HeadersSpec spec, String field) {
        return rule(spec, field, OURS);
    }

    HeaderRule toClient(HeadersSpec spec, String field) {
        return rule(spec, field, List.of());
    }

    private HeaderRule rule(HeadersSpec spec, String field, List<String> ours) {
        if (spec == null) {
            return HeaderRule.NOTHING;
        }
        Lists.of(spec.remove()).forEach(name -> name(name, field + ".remove", ours));
        return new HeaderRule(
                Lists.of(spec.remove()), map(spec.set(), field + ".set", ours), map(spec.add(), field + ".add", ours));
    }

    private Map<String, String> map(Map<String, String> written, String field, List<String> ours) {
        if (written == null) {
            return Map.of();
        }
        written.forEach((name, value) -> {
            name(name, field, ours);
            if (value == null || !VALUE.matcher(value).matches()) {
                problems.add(Problem.invalid(field + "." + name, "must be one line of text"));
            }
        });
        return written;
    }

    private void name(String name, String field, List<String> ours) {
        String lower = name == null ? "" : name.toLowerCase(Locale.ROOT).replace('_', '-');
        if (!isToken(lower)) {
            problems.add(Problem.invalid(field, "has '" + name + "', which is no name of a header"));
        } else if (FRAMING.contains(lower) || ours.stream().anyMatch(lower::startsWith)) {
            problems.add(Problem.invalid(field, "has '" + name + "', which the router alone says"));
        }
    }
}
