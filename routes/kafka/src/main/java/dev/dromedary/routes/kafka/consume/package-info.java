/**
 * The Camel consumer of Kafka topics (ADR 14): it reads on a thread of its own, hands each partition's records to a {@link
 * dev.dromedary.routes.core.deliver.Lane}, and commits what is settled, and nothing else.
 */
package dev.dromedary.routes.kafka.consume;
