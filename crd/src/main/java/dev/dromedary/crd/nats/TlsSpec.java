package dev.dromedary.crd.nats;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;

/**
 * Connections to the servers are encrypted.
 *
 * @param secret a Secret in the trigger's namespace, all in PEM: {@code ca.crt}, whom to believe, and {@code tls.crt} with
 *     {@code tls.key}, who the router is, each where it is needed; empty: servers need a certificate that the world knows
 * @param insecure any certificate will do, whoever shows it
 */
@PreserveUnknownFields
public record TlsSpec(
        @Nullable @Size(max = 253) @JsonPropertyDescription("A Secret with ca.crt, and tls.crt with tls.key")
                String secret,
        @Nullable @JsonPropertyDescription("Servers may show any certificate: for trials alone") Boolean insecure) {}
