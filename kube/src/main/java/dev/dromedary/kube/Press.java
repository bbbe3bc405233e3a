package dev.dromedary.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Keeps objects as deflated JSON, a fiftieth of a tree of maps: objects of a kind are much alike, so the first one serves as
 * the dictionary of all. Reading one costs some 50 µs.
 */
final class Press implements Store.Form {

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(Connection.ANY)
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build());
    /** What deflate can look back at. */
    private static final int WINDOW = 32 * 1024;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private byte[] buffer = new byte[WINDOW];
    private byte[] likeness;

    /** An object, deflated; a class and no record, for arrays are not values. */
    private static final class Pressed implements Store.Kept {

        private final byte[] likeness;
        private final int length;
        private final byte[] bytes;

        Pressed(byte[] likeness, int length, byte[] bytes) {
            this.likeness = likeness;
            this.length = length;
            this.bytes = bytes;
        }

        @Override
        public GenericKubernetesResource object() {
            Inflater inflater = new Inflater(true);
            try {
                byte[] json = new byte[length];
                inflater.setInput(bytes);
                inflater.setDictionary(likeness);
                inflater.inflate(json);
                return MAPPER.readValue(json, GenericKubernetesResource.class);
            } catch (DataFormatException | IOException e) {
                throw new IllegalStateException(e);
            } finally {
                inflater.end();
            }
        }
    }

    @Override
    public Store.Kept keep(GenericKubernetesResource object) {
        byte[] json = json(object);
        if (likeness == null) {
            likeness = Arrays.copyOf(json, Math.min(json.length, WINDOW));
        }
        deflater.reset();
        deflater.setDictionary(likeness);
        deflater.setInput(json);
        deflater.finish();
        int size = 0;
        while (!deflater.finished()) {
            if (size == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * size);
            }
            size += deflater.deflate(buffer, size, buffer.length - size);
        }
        return new Pressed(likeness, json.length, Arrays.copyOf(buffer, size));
    }

    private static byte[] json(GenericKubernetesResource object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
