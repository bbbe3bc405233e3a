package dev.dromedary.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is sent to a client. */
final class Output {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final Set<String> OURS = Set.of("content-length", "transfer-encoding", "connection");
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));
    /** Milliseconds between two looks at a client that takes nothing. */
    private static final long ROOM = 1000;

    /** Bodies up to this many bytes go out with their head. */
    private static final int SMALL = 16_384;

    private final SocketChannel channel;
    private final StringBuilder head = new StringBuilder(256);
    private volatile long since;

    Output(SocketChannel channel) {
        this.channel = channel;
    }

    /** When the client took something for the last time, by System.nanoTime. */
    long since() {
        return since;
    }

    void goOn() throws IOException {
        write(ByteBuffer.wrap(CONTINUE));
    }

    /**
     * Sends a whole answer.
     *
     * @param body is left out where HTTP has none
     */
    void whole(Answer answer, byte[] body, Head request, boolean keepAlive) throws IOException {
        begin(answer, request, keepAlive);
        boolean none = answer.status() == 204 || answer.status() == 304;
        if (!none) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        boolean silent = none || isHead(request);
        if (silent || body.length > SMALL) {
            write(encoded(0));
        }
        if (!silent) {
            write(body.length > SMALL ? ByteBuffer.wrap(body) : with(body));
        }
    }

    /** Sends the head of an answer whose length is not known. Gives whether the body is to be sent in chunks. */
    boolean open(Answer answer, Head request, boolean keepAlive) throws IOException {
        boolean chunked = request.minor() == 1;
        begin(answer, request, keepAlive && chunked);
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        head.append("\r\n");
        write(encoded(0));
        return chunked;
    }

    void piece(byte[] bytes, boolean chunked) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        if (!chunked) {
            write(ByteBuffer.wrap(bytes));
            return;
        }
        head.setLength(0);
        head.append(Integer.toHexString(bytes.length)).append("\r\n");
        ByteBuffer chunk = encoded(bytes.length + 2);
        chunk.limit(chunk.capacity());
        chunk.put(chunk.capacity() - 2 - bytes.length, bytes);
        chunk.put(chunk.capacity() - 2, (byte) '\r').put(chunk.capacity() - 1, (byte) '\n');
        write(chunk);
    }

    void close(boolean chunked) throws IOException {
        if (chunked) {
            write(ByteBuffer.wrap("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    static boolean isHead(Head request) {
        return request != null && request.method().equals("HEAD");
    }

    private void begin(Answer answer, Head request, boolean keepAlive) {
        head.setLength(0);
        head.append("HTTP/1.1 ").append(answer.status()).append(' ');
        head.append(REASONS.getOrDefault(answer.status(), "Status")).append("\r\n");
        boolean typed = answer.type() == null;
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OURS.contains(name)) {
                head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n");
            }
            typed |= name.equals("content-type");
        }
        if (!typed) {
            head.append("Content-Type: ").append(answer.type()).append("\r\n");
        }
        if (!keepAlive) {
            head.append("Connection: close\r\n");
        } else if (request.minor() == 0) {
            head.append("Connection: keep-alive\r\n");
        }
    }

    /** What stands in `head`, in a buffer with room behind its limit. */
    private ByteBuffer encoded(int room) {
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        return room == 0
                ? ByteBuffer.wrap(bytes)
                : ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + room), 0, bytes.length);
    }

    private ByteBuffer with(byte[] body) {
        ByteBuffer all = encoded(body.length);
        int at = all.limit();
        return all.limit(at + body.length).put(at, body);
    }

    private void write(ByteBuffer bytes) throws IOException {
        since = System.nanoTime();
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0 && !channel.isBlocking()) {
                awaitRoom();
            }
            since = System.nanoTime();
        }
    }

    /** The client takes nothing: waits until it does. Meanwhile another thread has the loop. */
    private void awaitRoom() throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            selector.select(ROOM);
        }
    }
}
