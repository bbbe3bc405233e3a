package dev.dromedary.routes.cron;

import dev.dromedary.routes.core.Call;
import dev.dromedary.routes.core.EventHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
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

    ToCall(Claims claims) {
        this.claims = claims;
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
                        post ? new Call.Bytes(Buffer.buffer(plan.payload())) : new Call.None(),
                        Promise.<Void>promise().future()));
    }

    private static MultiMap headers(Tick tick) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.set("Content-Type", JSON).set("User-Agent", "dromedary-router");
        String time = TIME.format(tick.time().atOffset(ZoneOffset.UTC));
        EventHeaders event = new EventHeaders(tick.plan().uid() + "/" + tick.time(), JSON, time, NAMESPACE);
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
