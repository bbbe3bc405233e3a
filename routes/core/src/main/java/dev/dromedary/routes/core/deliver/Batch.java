package dev.dromedary.routes.core.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.dromedary.routes.core.invoke.Call;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Several events as one body: CloudEvents' JSON batch, an array of events with their attributes. Data that is JSON stands there as it is; any other is base64.
 *
 * @param headers of the call
 * @param body UTF-8
 */
record Batch(HttpHeaders headers, Call.Bytes body) {

    static final String TYPE = "application/cloudevents-batch+json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int HEAD = 300;

    static Batch of(List<Event> events) {
        int size = events.stream().mapToInt(event -> event.body().length + HEAD).sum();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (Event event : events) {
                json.writeStartObject();
                attributes(event, json);
                data(event, json, bytes);
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Batch(headers(events), Call.Bytes.shared(bytes.toByteArray()));
    }

    /** What is the same for all of them, the time of the last, and the id of the first. */
    private static HttpHeaders headers(List<Event> events) {
        HttpHeaders last = new DefaultHttpHeaders();
        events.getLast().describe(last);
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, TYPE)
                .set("Event-Type", TYPE)
                .set("Event-Id", events.getFirst().id())
                .set("Event-Batch-Size", events.size());
        for (String same : List.of("Event-Namespace", "Event-Time")) {
            if (last.contains(same)) {
                headers.set(same, last.get(same));
            }
        }
        return headers;
    }

    private static void attributes(Event event, JsonGenerator json) throws IOException {
        CloudEvent said = event.cloudEvent();
        json.writeStringField("specversion", CloudEvent.VERSION);
        json.writeStringField("id", said.id());
        json.writeStringField("source", said.source());
        json.writeStringField("type", said.type());
        json.writeStringField("time", said.time());
        if (said.subject().isPresent()) {
            json.writeStringField("subject", said.subject().get());
        }
        if (said.partitionKey().isPresent()) {
            json.writeStringField("partitionkey", said.partitionKey().get());
        }
        json.writeStringField("datacontenttype", event.contentType().name());
    }

    /** JSON goes by as it is: it was looked at before. */
    private static void data(Event event, JsonGenerator json, ByteArrayOutputStream bytes) throws IOException {
        if (event.contentType().isJson()) {
            json.writeFieldName("data");
            json.writeRawValue("");
            json.flush();
            bytes.writeBytes(event.body());
        } else {
            json.writeBinaryField("data_base64", event.body());
        }
    }
}
