package dev.dromedary.routes.core.deliver;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.dromedary.routes.core.invoke.Call;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several events as one body: CloudEvents' JSON batch, an array of events with their attributes. Data that is JSON stands there as it is; any other is base64.
 *
 * @param headers of the call
 * @param body UTF-8
 */
record Batch(HttpHeaders headers, Call.Bytes body) {

    static final String TYPE = "application/cloudevents-batch+json";

    private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final String ATTRIBUTE = "ce-";
    private static final int HEAD = 300;

    static Batch of(List<Event> events) {
        int size = events.stream().mapToInt(event -> event.body().length + HEAD).sum();
        ByteArrayOutputStream json = new ByteArrayOutputStream(size);
        HttpHeaders described = new DefaultHttpHeaders();
        char before = '[';
        for (Event event : events) {
            described.clear();
            event.describe(described);
            json.write(before);
            write(event, described, json);
            before = ',';
        }
        json.write(']');
        return new Batch(headers(described, events), Call.Bytes.shared(json.toByteArray()));
    }

    /** What is the same for all of them, and the id of the first. */
    private static HttpHeaders headers(HttpHeaders last, List<Event> events) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, TYPE)
                .set("Event-Type", TYPE)
                .set("Event-Id", events.get(0).id())
                .set("Event-Batch-Size", events.size());
        for (String same : List.of("Event-Namespace", "Event-Time")) {
            if (last.contains(same)) {
                headers.set(same, last.get(same));
            }
        }
        return headers;
    }

    private static void write(Event event, HttpHeaders described, ByteArrayOutputStream json) {
        char before = '{';
        for (Map.Entry<String, String> header : described) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(ATTRIBUTE)) {
                text(before, name.substring(ATTRIBUTE.length()), header.getValue(), json);
                before = ',';
            }
        }
        String type = described.get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null) {
            text(before, "datacontenttype", type, json);
        }
        if (event.isJson()) {
            json.writeBytes(DATA);
            json.writeBytes(event.body());
        } else {
            text(',', "data_base64", Base64.getEncoder().encodeToString(event.body()), json);
        }
        json.write('}');
    }

    private static void text(char before, String name, String value, ByteArrayOutputStream json) {
        json.write(before);
        string(name, json);
        json.write(':');
        string(value, json);
    }

    private static void string(String text, ByteArrayOutputStream json) {
        json.write('"');
        json.writeBytes(JsonStringEncoder.getInstance().encodeAsUTF8(text));
        json.write('"');
    }
}
