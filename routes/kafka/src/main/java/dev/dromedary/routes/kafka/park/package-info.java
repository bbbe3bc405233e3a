/**
 * Consumers that have nothing to do are parked (ADR 19): they leave their group and are closed, and one client for each cluster looks
 * for all of them whether records have come.
 */
package dev.dromedary.routes.kafka.park;
