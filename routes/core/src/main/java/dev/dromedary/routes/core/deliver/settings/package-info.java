/**
 * How the {@code delivery} block of a trigger becomes a {@link dev.dromedary.routes.core.deliver.Delivery}: over what the installation
 * says, and within what the source can do.
 */
package dev.dromedary.routes.core.deliver.settings;
