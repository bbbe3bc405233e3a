/**
 * The hop from the router to a function's pods: what a call is ({@code Call}, {@code Answer}), how bytes go through it without being held
 * ({@code Inlet}, {@code Outlet}), which pod takes it ({@code Targets}), and the connections ({@code Hops}, {@code Hop}). It is written on Netty's
 * own HTTP types: a request passes through it on one event loop, and its headers are altered in place, never copied.
 */
package dev.dromedary.routes.core.invoke;
