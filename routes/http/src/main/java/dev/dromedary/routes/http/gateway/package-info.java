/** What leads the cluster's own gateway to the router. */
package dev.dromedary.routes.http.gateway;
