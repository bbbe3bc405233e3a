package dev.dromedary.crd.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import java.util.List;

/**
 * What browsers on other origins may do, in the words of Gateway API's CORS filter.
 *
 * @param allowOrigins such as {@code https://shop.example.com}, {@code https://*.example.com} or {@code *}; empty: {@code *}
 * @param allowMethods empty: those that the trigger takes
 * @param allowHeaders request headers; empty: those that the browser asks for
 * @param exposeHeaders response headers that scripts may read; empty: the safe ones
 * @param allowCredentials with cookies and passwords; not with the origin {@code *}
 * @param maxAge how long browsers may keep the answer, in seconds; empty: 86,400
 */
@PreserveUnknownFields
public record CorsSpec(
        @Nullable @JsonPropertyDescription("Such as https://shop.example.com or https://*.example.com; empty: any")
                List<String> allowOrigins,
        @Nullable @JsonPropertyDescription("Empty: those that the trigger takes") List<String> allowMethods,
        @Nullable @JsonPropertyDescription("Request headers; empty: those that the browser asks for")
                List<String> allowHeaders,
        @Nullable @JsonPropertyDescription("Response headers that scripts may read") List<String> exposeHeaders,
        @Nullable @JsonPropertyDescription("With cookies and passwords; not with origin *") Boolean allowCredentials,
        @Nullable @Min(0) @Max(86_400) @JsonPropertyDescription("Seconds that browsers may keep the answer")
                Integer maxAge) {}
