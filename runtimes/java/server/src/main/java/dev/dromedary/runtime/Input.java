package dev.dromedary.runtime;

import dev.dromedary.runtime.Head.BadRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** What a client sends: heads and bodies of requests, one after the other. */
final class Input {

    private static final int LONGEST_HEAD = 65_536;
    private static final int LONGEST_LINE = 4096;
    /** Bytes that a client may send in vain. */
    private static final long MOST_DISCARDED = 256L << 20;

    private static final byte[] NOTHING = {};

    private final SocketChannel channel;
    private byte[] buffer = new byte[2048];
    private ByteBuffer view = ByteBuffer.wrap(buffer);
    private int begin;
    private int end;
    private Head parsed;
    private int parsedEnd;
    private volatile long since = System.nanoTime();

    Input(SocketChannel channel) {
        this.channel = channel;
    }

    /** When something came for the last time, by System.nanoTime. */
    long since() {
        return since;
    }

    /** Whether nothing of a next request is there. */
    boolean isEmpty() {
        return begin == end;
    }

    /** Takes what has come, without waiting; false at the end. */
    boolean take() throws IOException {
        return fill();
    }

    /** Whether a whole request is there that can be served without waiting for its client. */
    boolean isWhole() {
        int after = endOfHead(begin);
        if (after < 0) {
            return false;
        }
        try {
            Head head = Head.parse(buffer, begin, after);
            if (Framing.isChunked(head) || Framing.length(head) > end - after || head.header("expect") != null) {
                return false;
            }
            parsed = head;
            parsedEnd = after;
            return true;
        } catch (BadRequest e) {
            // Who serves it finds that out again, and says so.
            return false;
        }
    }

    /** The next request's head; null if the client has no more. */
    Head head() throws IOException, BadRequest {
        if (parsed != null) {
            Head head = parsed;
            parsed = null;
            begin = parsedEnd;
            return head;
        }
        int scanned = begin;
        for (; ; ) {
            int after = endOfHead(scanned);
            if (after > 0) {
                Head head = Head.parse(buffer, begin, after);
                begin = after;
                return head;
            }
            if (end - begin >= LONGEST_HEAD) {
                throw new BadRequest("The head is longer than " + LONGEST_HEAD + " bytes");
            }
            int before = begin;
            scanned = Math.max(begin, end - 3);
            if (!fill()) {
                return null;
            }
            scanned -= before - begin;
        }
    }

    /**
     * The body of a request.
     *
     * @param limit the most bytes that it may have
     */
    byte[] body(Head head, int limit) throws IOException, BadRequest, Refusal {
        if (Framing.isChunked(head)) {
            return chunks(limit);
        }
        long length = Framing.length(head);
        if (length == 0) {
            return NOTHING;
        }
        if (length > limit) {
            discard(length);
            throw Framing.tooLong(limit);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.min(length, LONGEST_HEAD));
        copy(length, body);
        return body.toByteArray();
    }

    private byte[] chunks(int limit) throws IOException, BadRequest, Refusal {
        ByteArrayOutputStream body = new ByteArrayOutputStream(8192);
        long size = 0;
        for (long length = Framing.chunkLength(line()); length > 0; length = Framing.chunkLength(line())) {
            size += length;
            if (size <= limit) {
                copy(length, body);
            } else {
                discard(length);
            }
            if (size > MOST_DISCARDED && size > limit) {
                throw new EOFException("The client sends too much in vain");
            }
            if (!line().isEmpty()) {
                throw new BadRequest("A chunk is longer than it said");
            }
        }
        trailers();
        if (size > limit) {
            throw Framing.tooLong(limit);
        }
        return body.toByteArray();
    }

    private void trailers() throws IOException, BadRequest {
        for (int trailers = 0; !line().isEmpty(); trailers++) {
            if (trailers == 100) {
                throw new BadRequest("There are too many trailers");
            }
        }
    }

    private String line() throws IOException, BadRequest {
        StringBuilder line = new StringBuilder(16);
        for (; ; ) {
            if (begin == end) {
                more();
            }
            char next = (char) (buffer[begin++] & 0xff);
            if (next == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new BadRequest("A line of the body does not end with CR LF");
                }
                line.setLength(line.length() - 1);
                return line.toString();
            }
            if (line.append(next).length() > LONGEST_LINE) {
                throw new BadRequest("A line of the body is too long");
            }
        }
    }

    /** What is not there yet gets no memory: who says that much comes need not send it. */
    private void copy(long length, ByteArrayOutputStream into) throws IOException {
        for (long left = length; left > 0; ) {
            if (begin == end) {
                if (left > buffer.length && buffer.length < LONGEST_HEAD) {
                    widen(LONGEST_HEAD);
                }
                more();
            }
            int now = (int) Math.min(left, end - begin);
            into.write(buffer, begin, now);
            begin += now;
            left -= now;
        }
    }

    private void widen(int length) {
        buffer = Arrays.copyOf(buffer, length);
        view = ByteBuffer.wrap(buffer);
    }

    private void discard(long length) throws IOException {
        if (length > MOST_DISCARDED) {
            throw new EOFException("The client sends too much in vain");
        }
        for (long left = length; left > 0; ) {
            if (begin == end) {
                more();
            }
            int now = (int) Math.min(left, end - begin);
            begin += now;
            left -= now;
        }
    }

    private void more() throws IOException {
        if (!fill()) {
            throw new EOFException("The client is gone");
        }
    }

    /** Reads what there is behind what is not used yet; false at the end. */
    private boolean fill() throws IOException {
        if (begin == end) {
            begin = 0;
            end = 0;
        } else if (end == buffer.length && begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
        } else if (end == buffer.length) {
            widen(buffer.length * 2);
        }
        view.limit(buffer.length).position(end);
        int read = channel.read(view);
        since = System.nanoTime();
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    /** The place behind the empty line; -1 if it is not there yet. Empty lines before a head are passed over. */
    private int endOfHead(int from) {
        while (end - begin >= 2 && buffer[begin] == '\r' && buffer[begin + 1] == '\n') {
            begin += 2;
        }
        for (int i = Math.max(from, begin); i + 3 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }
}
