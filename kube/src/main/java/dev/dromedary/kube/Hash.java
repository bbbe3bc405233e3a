package dev.dromedary.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Short names for content: equal content, equal hash, whatever the order of keys. */
public final class Hash {

    private static final int BYTES = 16;
    private static final ObjectMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Hash() {}

    /**
     * 32 hex digits of SHA-256 over the value written as JSON with sorted keys.
     *
     * @param value anything that Jackson can write
     */
    public static String of(Object value) {
        try {
            Object plain = SORTED.convertValue(value, Object.class);
            byte[] json = SORTED.writeValueAsString(plain instanceof Map<?, ?> ? plain : Map.of("", plain))
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest(json), 0, BYTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 of a text in UTF-8, as 64 hex digits: what {@code sha256sum} says of a file with it. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
