/** Content patterns, as EventBridge and Lambda know them, as a {@link dev.dromedary.routes.core.deliver.Filter}. */
package dev.dromedary.routes.core.deliver.pattern;
