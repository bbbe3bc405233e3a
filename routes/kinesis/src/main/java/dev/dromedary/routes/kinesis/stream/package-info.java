/** Streams, and how they are reached: region or address, credentials. */
package dev.dromedary.routes.kinesis.stream;
