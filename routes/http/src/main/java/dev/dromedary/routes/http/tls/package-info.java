/** TLS at the door: certificates out of Secrets, chosen by the name that the client says (SNI), changed without a restart. */
package dev.dromedary.routes.http.tls;
