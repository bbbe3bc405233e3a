package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Call;
import dev.dromedary.routes.core.invoke.EventHeaders;
import dev.dromedary.routes.core.invoke.Headers;
import dev.dromedary.routes.core.invoke.TraceHeaders;
import dev.dromedary.routes.http.auth.CallerHeaders;
import dev.dromedary.routes.http.rules.Rules;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Makes a request a {@link Call}: path, query, headers and body as they are, identity and origin said by us. */
final class ToCall {

    private static final Pattern OTHER_PROTOCOL =
            Pattern.compile("(?!(?i:h2|http|spdy|tls))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?");

    private final Shadow shadow;

    ToCall(Shadow shadow) {
        this.shadow = shadow;
    }

    /** The call that a request is which may go on. */
    Call of(Visit visit) {
        Rules rules = visit.journey().plan().rules();
        Call.Body body = body(visit);
        HttpHeaders headers = visit.head().request().headers();
        withoutOurs(headers);
        Identity.of(headers, visit.journey().id()).set(headers);
        headers.set(RequestId.HEADER, visit.journey().id());
        Origin.set(visit, headers);
        rules.toFunction().apply(headers);
        TraceHeaders.check(headers);
        CallerHeaders.put(
                headers, visit.journey().plan().auth(), visit.journey().allowed());
        Key function = function(visit.journey().plan());
        visit.journey().calls(function);
        Call call = new Call(
                function,
                visit.head().request().method(),
                uri(visit),
                headers,
                body,
                visit,
                rules.patience(),
                visit.trace());
        shadow.copy(visit, call);
        return call;
    }

    /** Takes off what is about the connection, and what only we may say of an event. */
    static void withoutOurs(HttpHeaders headers) {
        Headers.endToEnd(headers);
        Headers.withoutLookalikes(headers);
        EventHeaders.strip(headers);
    }

    private static Key function(HttpPlan plan) {
        return plan.rules().canary().isEmpty()
                ? plan.function()
                : plan.rules().instead(ThreadLocalRandom.current().nextInt(100)).orElse(plan.function());
    }

    private static String uri(Visit visit) {
        HttpPlan plan = visit.journey().plan();
        return plan.rules()
                .rewrite()
                .map(rewrite ->
                        rewrite.of(visit.head().place().uri(), plan.listens().path()))
                .orElse(visit.head().place().uri());
    }

    private static Call.Body body(Visit visit) {
        Optional<String> upgrade = upgrade(visit);
        if (upgrade.isPresent()) {
            return new Call.Upgrade(upgrade.get(), visit.tunnel());
        }
        return visit.head().isBodyless()
                ? Call.None.NONE
                : new Call.Stream(visit.body(), visit.head().length());
    }

    /** The other protocol that the client wants to go on in; empty: none, or several, or HTTP again, which nobody would check. */
    private static Optional<String> upgrade(Visit visit) {
        HttpHeaders headers = visit.head().request().headers();
        if (!visit.head().isBodyless() || !headers.contains(HttpHeaderNames.UPGRADE)) {
            return Optional.empty();
        }
        List<String> wanted = headers.getAll(HttpHeaderNames.UPGRADE);
        return wanted.size() == 1
                        && OTHER_PROTOCOL.matcher(wanted.getFirst()).matches()
                        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE, true)
                ? Optional.of(wanted.getFirst())
                : Optional.empty();
    }
}
