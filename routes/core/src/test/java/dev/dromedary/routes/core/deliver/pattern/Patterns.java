package dev.dromedary.routes.core.deliver.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.Document;
import dev.dromedary.crd.Problem;
import dev.dromedary.routes.core.deliver.CloudEvent;
import dev.dromedary.routes.core.deliver.ContentType;
import dev.dromedary.routes.core.deliver.Event;
import dev.dromedary.routes.core.deliver.Filter;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters and events for tests. */
final class Patterns {

    private Patterns() {}

    static JsonNode tree(String yaml) {
        Document document = Document.parse(yaml, "");
        assertThat(document.problems()).isEmpty();
        return document.tree();
    }

    static Filter filter(JsonNode tree) {
        List<Problem> problems = new ArrayList<>();
        Filter filter = PatternFilter.read(tree, "f", problems);
        assertThat(problems).isEmpty();
        return filter;
    }

    /** An event with this body and these headers, and nothing else. */
    record Told(String text, Map<String, List<String>> headers) implements Event {

        @Override
        public byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public Object key() {
            return null;
        }

        @Override
        public Instant time() {
            return Instant.EPOCH;
        }

        @Override
        public Object position() {
            return 1L;
        }

        @Override
        public ContentType contentType() {
            return ContentType.of(body());
        }

        @Override
        public CloudEvent cloudEvent() {
            return new CloudEvent(id(), "/test", "test", time().toString());
        }

        @Override
        public void describe(HttpHeaders to) {
            headers.forEach(to::set);
        }
    }
}
