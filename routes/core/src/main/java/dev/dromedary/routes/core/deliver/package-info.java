/**
 * The one engine that delivers events, whatever their source: an event that was taken in is answered by its function with success,
 * or kept in the dead-letter target, or held; nothing else (ADR 13). A source opens a {@link
 * dev.dromedary.routes.core.deliver.Lane} for each piece of itself that has an order of its own, such as a partition.
 */
package dev.dromedary.routes.core.deliver;
