package dev.dromedary.routes.core.deliver;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dromedary.crd.DeliveryStatus;
import java.time.Instant;
import java.util.function.LongBinaryOperator;

/**
 * How a flow is, in one copy of the router, as its admin API says it.
 *
 * @param route the id of the route
 * @param open events that were received, and of which nothing has become yet
 * @param held of those, events that are tried on and on
 * @param lag events that are there and not settled; {@code null}: the source does not say
 * @param lagSeconds how long the oldest of them has been there; {@code null}: the source does not say
 * @param lastEvent when the last one came, RFC 3339; {@code null}: none ever, or the source says it itself
 * @param lastError when one was not taken, the last time, RFC 3339; {@code null}: never
 * @param event which one; {@code null}: none
 * @param why it was not taken; {@code null}: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FlowReport(
        String route,
        long open,
        long held,
        Long lag,
        Long lagSeconds,
        String lastEvent,
        String lastError,
        String event,
        String why) {

    static FlowReport of(Flow flow) {
        Figures figures = flow.figures();
        Figures.Trouble trouble = figures.trouble();
        return new FlowReport(
                flow.subject().route().routeId(),
                figures.open(),
                figures.held(),
                flow.lag(),
                flow.behind(),
                text(flow.last()),
                trouble == null ? null : text(trouble.at()),
                trouble == null ? null : trouble.event(),
                trouble == null ? null : trouble.why());
    }

    /** Both together: those of two copies, or of two routes of a trigger. */
    FlowReport and(FlowReport other) {
        FlowReport troubled = later(lastError, other.lastError) ? other : this;
        return new FlowReport(
                route,
                open + other.open,
                held + other.held,
                either(lag, other.lag, Math::addExact),
                either(lagSeconds, other.lagSeconds, Math::max),
                later(lastEvent, other.lastEvent) ? other.lastEvent : lastEvent,
                troubled.lastError,
                troubled.event,
                troubled.why);
    }

    /** For a trigger's status. */
    public DeliveryStatus status() {
        return new DeliveryStatus(lag, lagSeconds, held, lastEvent, lastError, event, why);
    }

    /** {@code null} where both are. */
    private static Long either(Long one, Long other, LongBinaryOperator both) {
        return one == null ? other : other == null ? one : Long.valueOf(both.applyAsLong(one, other));
    }

    private static boolean later(String one, String other) {
        return other != null && (one == null || Instant.parse(other).isAfter(Instant.parse(one)));
    }

    private static String text(Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
