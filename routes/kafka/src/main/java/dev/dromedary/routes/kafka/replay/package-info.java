/** Replays of dead-letter topics: their letters, once more to the function that did not take them. */
package dev.dromedary.routes.kafka.replay;
