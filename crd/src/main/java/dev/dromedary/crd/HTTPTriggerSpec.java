package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What a user wrote under {@code spec} of an HTTPTrigger: Kubeless' fields. {@code null} means the same as empty.
 *
 * @param functionName the function that answers, in the trigger's namespace
 * @param hostName the host that requests name; empty: any host
 * @param path prefix by whole segments, with or without a leading slash; empty: every path
 * @param tls ask an ACME tool for a certificate
 * @param tlsSecret a TLS Secret in the namespace
 * @param basicAuthSecret a Secret in the namespace with an htpasswd file under the key {@code auth}
 * @param gateway the ingress controller in front: nginx, traefik, kong; anything else: none
 * @param corsEnable answer browsers' cross-origin questions
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
                        value = "self.matches('^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$')",
                        message = "host-name must be a lower-case DNS name without a port, such as shop.example.com")
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
        @Nullable @Size(max = 63) @JsonPropertyDescription("The ingress controller in front: nginx, traefik, kong")
                String gateway,
        @Nullable @JsonProperty("cors-enable") @JsonPropertyDescription("Answer cross-origin questions of browsers")
                Boolean corsEnable) {}
