/**
 * What is behind the Camel component {@code kafka-source:} (ADR 14): it reads on a thread of its own for each route, hands each partition's records to a {@link
 * dev.dromedary.routes.core.deliver.Lane}, and commits what is settled, and nothing else.
 */
package dev.dromedary.routes.kafka.consume;
