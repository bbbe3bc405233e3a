/**
 * How a Kafka cluster is reached: what a trigger, or the installation, says of brokers, TLS and SASL becomes the settings of a
 * Kafka client. No text of a user's becomes a part of another text, and no Secret a file.
 */
package dev.dromedary.routes.kafka.cluster;
