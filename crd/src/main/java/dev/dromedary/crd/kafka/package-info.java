/** The parts of a KafkaTrigger's spec that Kubeless had not. In each of them {@code null} means the same as empty. */
package dev.dromedary.crd.kafka;
