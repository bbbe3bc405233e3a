package dev.dromedary.routes.http.rules;

import dev.dromedary.crd.FunctionName;
import dev.dromedary.crd.GoDuration;
import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.http.CanarySpec;
import dev.dromedary.crd.http.LimitsSpec;
import dev.dromedary.crd.http.RateSpec;
import dev.dromedary.crd.http.RewriteSpec;
import dev.dromedary.crd.http.TimeoutsSpec;
import dev.dromedary.routes.core.invoke.Patience;
import io.fabric8.kubernetes.api.model.Quantity;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@link Rules} of a spec; what is wrong is noted, with the field and the remedy, and reads as empty. */
public final class RulesReader {

    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z0-9-]{0,31}");
    private static final Pattern PATH = Pattern.compile("/[^?#\\s\\\\]*");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,15}(k|M|G|T|Ki|Mi|Gi|Ti)?");
    private static final int ALL = 100;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final String namespace;
    private final HTTPTriggerSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    private RulesReader(String namespace, HTTPTriggerSpec spec) {
        this.namespace = namespace;
        this.spec = spec;
    }

    /**
     * Reads them.
     *
     * @param namespace the trigger's
     * @param problems where problems are noted
     */
    public static Rules of(String namespace, HTTPTriggerSpec spec, List<Problem> problems) {
        RulesReader reader = new RulesReader(namespace, spec);
        Rules rules = reader.rules();
        problems.addAll(reader.problems);
        return rules;
    }

    private Rules rules() {
        Set<HttpMethod> methods = methods();
        HeaderRules headers = new HeaderRules(problems);
        return new Rules(
                methods,
                rewrite(),
                CorsReader.of(spec, methods, problems),
                spec.limits() == null ? Limits.NONE : limits(spec.limits()),
                spec.timeouts() == null ? Patience.DEFAULT : patience(spec.timeouts()),
                canary(),
                Optional.ofNullable(spec.shadow()).flatMap(shadow -> share(shadow, "spec.shadow")),
                headers.toFunction(spec.requestHeaders(), "spec.requestHeaders"),
                headers.toClient(spec.responseHeaders(), "spec.responseHeaders"));
    }

    private Set<HttpMethod> methods() {
        Set<HttpMethod> methods = new LinkedHashSet<>();
        for (String name : Lists.of(spec.methods())) {
            if (name == null || !METHOD.matcher(name).matches()) {
                wrong("spec.methods", "has '" + name + "', which is no method: write them in capitals, such as GET");
            } else {
                methods.add(HttpMethod.valueOf(name));
            }
        }
        return Set.copyOf(methods);
    }

    private Optional<Rewrite> rewrite() {
        RewriteSpec rewrite = spec.rewrite();
        if (rewrite == null || (rewrite.replaceFullPath() == null && rewrite.replacePrefixMatch() == null)) {
            return Optional.empty();
        }
        if (rewrite.replaceFullPath() != null && rewrite.replacePrefixMatch() != null) {
            wrong("spec.rewrite", "says two things: keep replaceFullPath or replacePrefixMatch");
            return Optional.empty();
        }
        boolean whole = rewrite.replaceFullPath() != null;
        String path = whole ? rewrite.replaceFullPath() : rewrite.replacePrefixMatch();
        if (!PATH.matcher(path).matches()) {
            wrong(
                    whole ? "spec.rewrite.replaceFullPath" : "spec.rewrite.replacePrefixMatch",
                    "must be a URL path that begins with /, without query, fragment, white space or backslash");
            return Optional.empty();
        }
        return Optional.of(new Rewrite(path, whole));
    }

    private Limits limits(LimitsSpec limits) {
        return new Limits(
                Optional.ofNullable(limits.rate()).flatMap(this::rate),
                limits.concurrency() == null
                        ? Integer.MAX_VALUE
                        : positive(limits.concurrency(), "spec.limits.concurrency"),
                isEmpty(limits.body()) ? Long.MAX_VALUE : size(limits.body(), "spec.limits.body"));
    }

    private Optional<Limits.Rate> rate(RateSpec rate) {
        if (rate.requests() == null) {
            wrong("spec.limits.rate.requests", "is missing: say how many requests there may be");
            return Optional.empty();
        }
        boolean client = "Client".equals(rate.per());
        if (!client && !isEmpty(rate.per()) && !"Trigger".equals(rate.per())) {
            wrong("spec.limits.rate.per", "must be Trigger or Client");
        }
        int requests = positive(rate.requests(), "spec.limits.rate.requests");
        return Optional.of(new Limits.Rate(
                requests,
                duration(rate.period(), "spec.limits.rate.period").orElse(Duration.ofSeconds(1)),
                rate.burst() == null ? requests : positive(rate.burst(), "spec.limits.rate.burst"),
                client));
    }

    private Patience patience(TimeoutsSpec timeouts) {
        return new Patience(
                duration(timeouts.response(), "spec.timeouts.response"),
                duration(timeouts.idle(), "spec.timeouts.idle").orElse(Patience.DEFAULT.idle()),
                duration(timeouts.ready(), "spec.timeouts.ready").orElse(Patience.DEFAULT.ready()));
    }

    private List<Rules.Share> canary() {
        List<Rules.Share> shares = new ArrayList<>();
        List<CanarySpec> written = Lists.of(spec.canary());
        for (int i = 0; i < written.size(); i++) {
            share(written.get(i), "spec.canary[" + i + "]").ifPresent(shares::add);
        }
        if (shares.stream().mapToInt(Rules.Share::percent).sum() > ALL) {
            wrong("spec.canary", "gives away more than 100 percent");
        }
        return List.copyOf(shares);
    }

    private Optional<Rules.Share> share(CanarySpec share, String field) {
        if (share == null || share.percent() == null || share.percent() < 0 || share.percent() > ALL) {
            wrong(field + ".percent", "must be a whole number from 0 to 100");
            return Optional.empty();
        }
        Optional<Problem> name = FunctionName.problem(share.functionName());
        if (name.isPresent()) {
            wrong(field + ".function-name", name.get().remedy());
            return Optional.empty();
        }
        return Optional.of(new Rules.Share(new Key(namespace, share.functionName()), share.percent()));
    }

    private Optional<Duration> duration(String text, String field) {
        if (isEmpty(text)) {
            return Optional.empty();
        }
        Optional<Duration> duration =
                GoDuration.parse(text).filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0);
        if (duration.isEmpty()) {
            wrong(field, "is '" + text + "', which is no duration of up to a day: write " + GoDuration.FORM);
        }
        return duration;
    }

    private long size(String text, String field) {
        if (!SIZE.matcher(text).matches()) {
            wrong(field, "is '" + text + "', which is no size: write bytes, or such as 512Ki or 10Mi");
            return Long.MAX_VALUE;
        }
        return Quantity.getAmountInBytes(new Quantity(text)).longValue();
    }

    private int positive(int number, String field) {
        if (number < 1) {
            wrong(field, "must be 1 or more");
        }
        return number;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    private void wrong(String field, String remedy) {
        problems.add(Problem.invalid(field, remedy));
    }
}
