/** What stands elsewhere and is kept here for a while: read in the background, shared by all who need it. */
package dev.dromedary.routes.core.held;
