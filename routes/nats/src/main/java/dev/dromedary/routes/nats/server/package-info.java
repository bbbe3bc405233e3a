/**
 * How NATS is reached: what a trigger, or the installation, says of servers, TLS and credentials becomes one connection for all that
 * say the same in a namespace. No text of a user's becomes a part of another text, and no Secret a file.
 */
package dev.dromedary.routes.nats.server;
