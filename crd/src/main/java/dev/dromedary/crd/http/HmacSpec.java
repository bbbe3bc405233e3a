package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Size;

/**
 * How a sender signs that is none of those known by name: an HMAC over the body, or over {@code <time>.<body>}.
 *
 * @param header which request header has the signature; empty: {@code X-Signature}
 * @param algorithm {@code sha256} (or empty), {@code sha1}, {@code sha512}
 * @param encoding {@code hex} (or empty), {@code base64}
 * @param prefix what stands before the signature, such as {@code sha256=}
 * @param timestampHeader which request header has the time, in seconds since 1970; empty: none is signed
 */
@PreserveUnknownFields
public record HmacSpec(
        @Nullable @Size(max = 128) @JsonPropertyDescription("The header with the signature; empty: X-Signature")
                String header,
        @Nullable @Size(max = 16) @JsonPropertyDescription("sha256 (the default), sha1, sha512") String algorithm,
        @Nullable @Size(max = 16) @JsonPropertyDescription("hex (the default) or base64") String encoding,
        @Nullable @Size(max = 32) @JsonPropertyDescription("What stands before it, such as sha256=") String prefix,
        @Nullable
                @Size(max = 128)
                @JsonPropertyDescription("The header with the signed time in seconds; empty: none is signed")
                String timestampHeader) {}
