package dev.dromedary.routes.core.held;

import java.time.Duration;

/**
 * How often something is read.
 *
 * @param atMostEvery how long nobody gets it read again after a reading
 * @param renewAfter what is older and is asked for, is read again in the background
 * @param staleAfter what is older is not gone by before it was read again
 * @param longestWait how long a reading is waited for; then what is known counts
 */
public record Pace(Duration atMostEvery, Duration renewAfter, Duration staleAfter, Duration longestWait) {}
