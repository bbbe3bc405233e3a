package dev.dromedary.routes.cron;

import dev.dromedary.routes.core.invoke.Call;
import dev.dromedary.routes.core.invoke.Caller;
import dev.dromedary.routes.core.invoke.EventHeaders;
import dev.dromedary.routes.core.invoke.Patience;
import dev.dromedary.routes.core.invoke.Tracing;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes a tick a {@link Call}, if it is ours to fire: GET, or POST with the payload (contract: triggers.md 1.1). */
final class ToCall implements Processor {

    private static final String NAMESPACE = "cronjobtrigger.kubeless.io";
    private static final String JSON = "application/json";
    /** As {@code date --rfc-3339=seconds --utc} wrote it for Kubeless. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx", Locale.ROOT);

    private final Claims claims;
    private final Tracing tracing;

    ToCall(Claims claims, Tracing tracing) {
        this.claims = claims;
        this.tracing = tracing;
    }

    @Override
    public void process(Exchange exchange) {
        Tick tick = exchange.getMessage().getBody(Tick.class);
        if (!claims.claim(tick)) {
            exchange.setRouteStop(true);
            return;
        }
        CronPlan plan = tick.plan();
        boolean post = !plan.payload().isEmpty();
        exchange.getMessage()
                .setBody(new Call(
                        plan.function(),
                        post ? HttpMethod.POST : HttpMethod.GET,
                        "/",
                        headers(tick),
                        post ? new Call.Bytes(plan.payload().getBytes(StandardCharsets.UTF_8)) : Call.None.NONE,
                        Caller.PATIENT,
                        Patience.DEFAULT,
                        tracing.tick(plan.id().key(), plan.function(), eventId(tick))));
    }

    private static String eventId(Tick tick) {
        return tick.plan().uid() + "/" + tick.time();
    }

    private static HttpHeaders headers(Tick tick) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("Content-Type", JSON).set("User-Agent", "dromedary-router");
        String time = TIME.format(tick.time().atOffset(ZoneOffset.UTC));
        EventHeaders event = new EventHeaders(eventId(tick), JSON, time, NAMESPACE);
        event.set(headers);
        event.setCloudEvent(
                headers,
                "/apis/kubeless.io/v1beta1/namespaces/" + tick.plan().id().key().namespace() + "/cronjobtriggers/"
                        + tick.plan().id().key().name(),
                "dev.dromedary.cron.tick",
                tick.time().toString());
        return headers;
    }
}
