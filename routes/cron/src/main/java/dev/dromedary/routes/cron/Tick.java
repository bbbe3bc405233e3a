package dev.dromedary.routes.cron;

import java.time.Instant;

/**
 * One moment that a trigger was due.
 *
 * @param plan of the trigger
 * @param time the moment that the schedule names, not the one at which it was noticed
 */
record Tick(CronPlan plan, Instant time) {}
