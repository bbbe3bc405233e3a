/** What an HTTPTrigger says about its requests beyond where they go: read and checked once a change, applied to each request. */
package dev.dromedary.routes.http.rules;
