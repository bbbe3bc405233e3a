package dev.dromedary.routes.core.deliver.pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dromedary.crd.Problem;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Filter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Wants the events that a pattern matches.
 *
 * @param headers what the function is told beside the body; empty: whatever it is
 * @param data the body, which must be JSON then; empty: whatever it is
 */
public record PatternFilter(Optional<Pattern> headers, Optional<Pattern> data) implements Filter {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .reader();

    /**
     * Makes one of what a user wrote.
     *
     * @param filter an object with {@code data}, {@code headers} or both
     * @param path where it stands, for the problems
     * @param problems where problems are noted; a filter with one is of no use
     */
    public static Filter read(JsonNode filter, String path, List<Problem> problems) {
        return new PatternReader(problems).filter(filter, path);
    }

    @Override
    public boolean wants(Event event) {
        return headers.map(pattern -> pattern.matches(headers(event))).orElse(true)
                && data.map(pattern -> isLike(event.body(), pattern)).orElse(true);
    }

    private static boolean isLike(byte[] body, Pattern pattern) {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonNode tree = JSON.readTree(parser);
            return tree != null && !tree.isMissingNode() && pattern.matches(tree);
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode headers(Event event) {
        HttpHeaders described = new DefaultHttpHeaders();
        event.describe(described);
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        described.forEach(header -> headers.withArrayProperty(header.getKey().toLowerCase(Locale.ROOT))
                .add(header.getValue()));
        return headers;
    }
}
