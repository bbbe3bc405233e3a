package dev.dromedary.runtime;

import io.kubeless.Event.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.BaseStream;

/**
 * What is sent for what a function returned.
 *
 * @param type the body's media type, unless a header says another; null if none is said
 */
record Answer(int status, Map<String, String> headers, String type, Body body) {

    private static final byte[] NOTHING = {};
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";
    private static final int PIECE = 8192;

    /** The content of an answer. */
    sealed interface Body {}

    /** It is there as a whole. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Whole(byte[] bytes) implements Body {}

    /** It comes piece by piece; none is null. */
    record Pieces(Iterator<byte[]> pieces, AutoCloseable source) implements Body {}

    static Answer text(int status, String text) {
        return new Answer(status, Map.of(), TEXT, new Whole(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Throws IllegalArgumentException for what cannot be an answer. */
    static Answer of(Object result) {
        if (result instanceof String text) {
            return text(200, text);
        }
        if (result instanceof Response response) {
            if (response.body() instanceof Response) {
                throw new IllegalArgumentException("A Response in a Response is no answer");
            }
            response.headers().forEach(Answer::check);
            Answer inner = of(response.body());
            return new Answer(response.status(), response.headers(), inner.type(), inner.body());
        }
        return switch (result) {
            case null -> new Answer(200, Map.of(), null, new Whole(NOTHING));
            case CharSequence text -> text(200, text.toString());
            case byte[] bytes -> new Answer(200, Map.of(), BYTES, new Whole(bytes));
            case ByteBuffer buffer -> new Answer(200, Map.of(), BYTES, new Whole(bytes(buffer)));
            case Number number -> text(200, number.toString());
            case Boolean truth -> text(200, truth.toString());
            case InputStream stream -> new Answer(200, Map.of(), BYTES, new Pieces(new Blocks(stream), stream));
            case BaseStream<?, ?> stream ->
                new Answer(200, Map.of(), TEXT, new Pieces(new Items(stream.iterator()), stream));
            case Iterator<?> items -> new Answer(200, Map.of(), TEXT, new Pieces(new Items(items), () -> {}));
            default -> structure(result);
        };
    }

    private static Answer structure(Object result) {
        if (!Json.isStructure(result)) {
            throw new IllegalArgumentException(
                    "The function returned a " + result.getClass().getName() + ", which is no answer");
        }
        return new Answer(200, Map.of(), JSON, new Whole(Json.of(result).getBytes(StandardCharsets.UTF_8)));
    }

    private static void check(String name, String value) {
        if (value == null || (name + value).chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new IllegalArgumentException("The header " + name.strip() + " has no value that can be sent");
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private record Items(Iterator<?> items) implements Iterator<byte[]> {

        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public byte[] next() {
            Object item = items.next();
            return item instanceof byte[] bytes ? bytes : String.valueOf(item).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** What a stream gives, as it comes. */
    private static final class Blocks implements Iterator<byte[]> {

        private final InputStream stream;
        private byte[] next;

        private Blocks(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = read();
            }
            return next.length > 0;
        }

        @Override
        public byte[] next() {
            byte[] current = hasNext() ? next : NOTHING;
            next = null;
            return current;
        }

        private byte[] read() {
            try {
                byte[] block = new byte[PIECE];
                int length = stream.read(block);
                return length <= 0 ? NOTHING : java.util.Arrays.copyOf(block, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
