/**
 * The Camel consumer of NATS subjects (ADR 18): messages go into a {@link dev.dromedary.routes.core.deliver.Lane} as they come; those
 * of a stream are acknowledged when they are settled, and never before.
 */
package dev.dromedary.routes.nats.consume;
