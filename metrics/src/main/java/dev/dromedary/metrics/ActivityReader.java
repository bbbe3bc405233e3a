package dev.dromedary.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.dromedary.crd.Key;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a copy of the router says at {@code /admin/activity}. A newer router may say more than we know; what we know must be
 * there, whole and once: an answer that is wrong in one place is relied on in none.
 */
final class ActivityReader {

    private static final int LONGEST_REASON = 200;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private ActivityReader() {}

    private record Page(String copy, List<Line> activity) {}

    private record Line(String namespace, String name, int inFlight, int waiting, String last) {}

    /**
     * The functions that the copy speaks of.
     *
     * @throws IllegalArgumentException where the text is anything else than an answer of a router; the message says what
     */
    static Map<Key, Activity> read(String text) {
        Page page = page(text);
        Map<Key, Activity> functions = new HashMap<>();
        for (Line line : page.activity()) {
            require(line != null, "an entry is null");
            require(!line.namespace().isEmpty() && !line.name().isEmpty(), "a function has no name");
            Key function = new Key(line.namespace(), line.name());
            require(line.inFlight() >= 0 && line.waiting() >= 0, function + " has fewer calls than none");
            Activity before =
                    functions.put(function, new Activity(line.inFlight(), line.waiting(), last(function, line.last())));
            require(before == null, function + " stands there twice");
        }
        return functions;
    }

    private static Page page(String text) {
        try {
            Page page = JSON.readValue(text, Page.class);
            require(page != null, "it is null");
            return page;
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage();
            throw wrong(reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
        }
    }

    private static Instant last(Key function, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("'last' of " + function + " is no time");
        }
    }

    private static void require(boolean good, String what) {
        if (!good) {
            throw wrong(what);
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("its answer cannot be read: " + what);
    }
}
