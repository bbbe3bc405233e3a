/**
 * What is behind the Camel component {@code nats-source:} (ADR 17): messages go into a {@link dev.dromedary.routes.core.deliver.Lane} as they come; those
 * of a stream are acknowledged when they are settled, and never before.
 */
package dev.dromedary.routes.nats.consume;
