/** Secrets that triggers name: read one by one, by name, where the router may. */
package dev.dromedary.routes.core.secrets;
