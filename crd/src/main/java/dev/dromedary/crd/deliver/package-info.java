/** How events are delivered, the same for every kind of trigger that has them. In each part {@code null} means: not said. */
package dev.dromedary.crd.deliver;
