/** Dead letters as messages of a stream. */
package dev.dromedary.routes.nats.letters;
