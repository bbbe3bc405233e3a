/** What is behind the Camel component {@code kinesis-source:}: reads the shards of a stream that are this copy's. */
package dev.dromedary.routes.kinesis.consume;
