/**
 * Who may call a trigger. {@link dev.dromedary.routes.http.auth.AuthReader} reads what its author wrote into an
 * {@link dev.dromedary.routes.http.auth.AuthPlan}, {@link dev.dromedary.routes.http.auth.Gates} opens a
 * {@link dev.dromedary.routes.http.auth.Gate} for it, and that one comes to a
 * {@link dev.dromedary.routes.http.auth.Verdict} on each request.
 */
package dev.dromedary.routes.http.auth;
