/** Requests to where triggers name: by HTTP, to addresses that were checked. */
package dev.dromedary.routes.core.web;
