package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.dromedary.crd.http.AuthSpec;
import dev.dromedary.crd.http.CanarySpec;
import dev.dromedary.crd.http.CorsSpec;
import dev.dromedary.crd.http.HeadersSpec;
import dev.dromedary.crd.http.LimitsSpec;
import dev.dromedary.crd.http.RewriteSpec;
import dev.dromedary.crd.http.TimeoutsSpec;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What a user wrote under {@code spec} of an HTTPTrigger: Kubeless' fields, and from {@code pathType} on those
 * that it had not. {@code null} means the same as empty.
 *
 * @param functionName the function that answers, in the trigger's namespace
 * @param hostName the host that requests name, or {@code *.} and a domain for all one label below it; empty: any host
 * @param path prefix by whole segments, with or without a leading slash; empty: every path
 * @param tls ask an ACME tool for a certificate, for the Ingress that {@code gateway} names
 * @param tlsSecret a TLS Secret in the namespace, for that Ingress; without {@code gateway}, for the router's own listener
 * @param basicAuthSecret a Secret in the namespace with an htpasswd file under the key {@code auth}
 * @param gateway what leads requests to the router: the ingress controller nginx, traefik or kong, or a Gateway of Gateway
 *     API as {@code <namespace>/<name>}; empty: nothing, the router's own listener alone
 * @param corsEnable answer browsers' cross-origin questions: as {@code cors} says, or else from any origin
 * @param pathType {@code Prefix} (or empty), by whole segments, or {@code Exact}
 * @param rewrite what path the function sees; empty: the request's own
 * @param methods which are taken, such as {@code GET}; others are answered 405; empty: all
 * @param cors what browsers on other origins may do, where {@code corsEnable}
 * @param auth how callers prove who they are
 * @param limits what is too much
 * @param timeouts how long something may take
 * @param canary functions that get a part of the requests instead of {@code functionName}
 * @param shadow a function that gets a copy of requests, and whose answers are dropped
 * @param requestHeaders what becomes of headers on the way to the function
 * @param responseHeaders what becomes of headers on the way back
 */
public record HTTPTriggerSpec(
        @Required
                @Size(max = FunctionName.LONGEST)
                @ValidationRule(value = FunctionName.RULE, message = FunctionName.REMEDY)
                @JsonProperty("function-name")
                @JsonPropertyDescription("The Function that answers, in the same namespace")
                String functionName,
        @Nullable
                @Size(max = 253)
                @ValidationRule(
                        value =
                                "self.matches('^([*][.])?([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$')",
                        message = "host-name must be a lower-case DNS name without a port, such as *.example.com")
                @JsonProperty("host-name")
                @JsonPropertyDescription("The host that requests name; empty: any")
                String hostName,
        @Nullable
                @Size(max = 1024)
                @ValidationRule(
                        value = "self.matches('^[^?#\\\\s\\\\\\\\]*$')",
                        message = "path must be a URL path without query, fragment, white space or backslash")
                @JsonPropertyDescription("Path prefix, by whole segments; empty: every path")
                String path,
        @Nullable @JsonPropertyDescription("Ask an ACME tool for a certificate") Boolean tls,
        @Nullable
                @Size(max = 253)
                @JsonProperty("tls-secret")
                @JsonPropertyDescription("A TLS Secret in the same namespace")
                String tlsSecret,
        @Nullable
                @Size(max = 253)
                @JsonProperty("basic-auth-secret")
                @JsonPropertyDescription("A Secret in the same namespace with an htpasswd file under the key auth")
                String basicAuthSecret,
        @Nullable
                @Size(max = 63)
                @JsonPropertyDescription("What leads here: nginx, traefik, kong, or a Gateway as namespace/name")
                String gateway,
        @Nullable @JsonProperty("cors-enable") @JsonPropertyDescription("Answer cross-origin questions of browsers")
                Boolean corsEnable,
        @Nullable @Size(max = 16) @JsonPropertyDescription("Prefix (the default), by whole segments, or Exact")
                String pathType,
        @Nullable @JsonPropertyDescription("What path the function sees; empty: the request's own") RewriteSpec rewrite,
        @Nullable @JsonPropertyDescription("Which are taken; others are answered 405; empty: all") List<String> methods,
        @Nullable @JsonPropertyDescription("What browsers on other origins may do, where cors-enable") CorsSpec cors,
        @Nullable @JsonPropertyDescription("How callers prove who they are") AuthSpec auth,
        @Nullable @JsonPropertyDescription("What is too much") LimitsSpec limits,
        @Nullable @JsonPropertyDescription("How long something may take") TimeoutsSpec timeouts,
        @Nullable @JsonPropertyDescription("Functions that get a part of the requests instead") List<CanarySpec> canary,
        @Nullable @JsonPropertyDescription("A function that gets copies of requests; its answers are dropped")
                CanarySpec shadow,
        @Nullable @JsonPropertyDescription("What becomes of headers on the way to the function")
                HeadersSpec requestHeaders,
        @Nullable @JsonPropertyDescription("What becomes of headers on the way back") HeadersSpec responseHeaders) {}
