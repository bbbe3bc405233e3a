/**
 * What rooms have alike whose events come from outside of the cluster: consumers that stand in routes, and how they are. A kind has its own
 * {@link dev.dromedary.routes.core.source.SourceReader} and words for it ({@link dev.dromedary.routes.core.source.Wording}).
 */
package dev.dromedary.routes.core.source;
