/** The parts of a NATSTrigger's spec that Kubeless had not. In each of them {@code null} means the same as empty. */
package dev.dromedary.crd.nats;
