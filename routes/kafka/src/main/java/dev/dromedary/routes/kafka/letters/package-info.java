/** Dead letters as records of a topic, sent by Camel's own Kafka producer. */
package dev.dromedary.routes.kafka.letters;
