package dev.dromedary.routes.http.rules;

import java.time.Duration;
import java.util.Optional;

/**
 * What is too much.
 *
 * @param rate empty: as often as they come
 * @param concurrency requests at a time; {@link Integer#MAX_VALUE}: any
 * @param body the longest request body, in bytes; {@link Long#MAX_VALUE}: any
 */
public record Limits(Optional<Rate> rate, int concurrency, long body) {

    /** No limit but the router's own. */
    public static final Limits NONE = new Limits(Optional.empty(), Integer.MAX_VALUE, Long.MAX_VALUE);

    /**
     * A token bucket.
     *
     * @param requests so many
     * @param period in this time
     * @param burst so many at once
     * @param perClient for each address by itself, of IPv6 for each /64
     */
    public record Rate(int requests, Duration period, int burst, boolean perClient) {}
}
