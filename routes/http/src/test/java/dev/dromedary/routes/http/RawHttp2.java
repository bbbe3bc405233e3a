package dev.dromedary.routes.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A client that says exactly the frames of HTTP/2 that it is told, good or bad, and notes what is said to it. */
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int UNKNOWN = 0x42;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WHOLE = END_STREAM | END_HEADERS;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int LONGEST_FRAME = 1 << 14;
    private static final int LONGEST_LENGTH = 127;
    private static final int ID = 0x7fff_ffff;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Socket socket;
    private final Http2HeadersDecoder heads = new DefaultHttp2HeadersDecoder(false);
    final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    final Map<Integer, Integer> resets = new ConcurrentHashMap<>();
    final AtomicInteger pongs = new AtomicInteger();
    /** The error that the connection was ended with; -1: none was said. */
    volatile int goAway = -1;

    volatile boolean ended;

    private volatile boolean settled;

    /** One that has said how it begins, and no more. */
    RawHttp2(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        say(PREFACE.getBytes(StandardCharsets.US_ASCII), frame(SETTINGS, 0, 0));
    }

    /** Hears from now on; what it says of its own accord, that it has heard the router's settings, it has said before. */
    RawHttp2 listening() throws InterruptedException {
        Thread.ofVirtual().start(this::hear);
        hears(() -> settled, PATIENCE);
        return this;
    }

    /** Says these; a connection that has been ended meanwhile is no mistake. */
    void say(byte[]... all) {
        try {
            for (byte[] one : all) {
                socket.getOutputStream().write(one);
            }
        } catch (IOException e) {
            ended = true;
        }
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return frame(type, flags, stream, payload.length, payload);
    }

    /** A frame that says another length than it has. */
    static byte[] frame(int type, int flags, int stream, int length, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        return frame.array();
    }

    /** Headers in as many frames as they take. */
    static byte[] head(int stream, boolean last, byte... block) {
        byte[] frames = {};
        int end = last ? END_STREAM : 0;
        for (int at = 0; at == 0 || at < block.length; at += LONGEST_FRAME) {
            int to = Math.min(at + LONGEST_FRAME, block.length);
            int flags = (at == 0 ? end : 0) | (to == block.length ? END_HEADERS : 0);
            frames = join(
                    frames, frame(at == 0 ? HEADERS : CONTINUATION, flags, stream, Arrays.copyOfRange(block, at, to)));
        }
        return frames;
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] setting(int id, int value) {
        return new byte[] {0, (byte) id, (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The head of a GET for that path. */
    static byte[] get(String path) {
        return block(":method", "GET", ":scheme", "http", ":authority", "a.example", ":path", path);
    }

    /** The head of a POST for that path. */
    static byte[] post(String path) {
        return block(":method", "POST", ":scheme", "http", ":authority", "a.example", ":path", path);
    }

    /** Headers, a name and its value in turn, a byte a character: each as a literal with a new name (RFC 7541, 6.2.2). */
    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    static void text(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < LONGEST_LENGTH) {
            to.write(bytes.length);
        } else {
            to.write(LONGEST_LENGTH);
            int left = bytes.length - LONGEST_LENGTH;
            for (; left >= 0x80; left >>= 7) {
                to.write((left & 0x7f) | 0x80);
            }
            to.write(left);
        }
        to.writeBytes(bytes);
    }

    private void hear() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt() & ID;
                heard(type, flags, stream, Unpooled.wrappedBuffer(in.readNBytes(length)));
                tell();
            }
        } catch (IOException | Http2Exception e) {
            ended = true;
            tell();
        }
    }

    private synchronized void tell() {
        notifyAll();
    }

    /** Waits until that is so, or the connection has ended; false: neither came in time. */
    synchronized boolean hears(BooleanSupplier what, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!what.getAsBoolean() && !ended) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void heard(int type, int flags, int stream, ByteBuf payload) throws Http2Exception {
        switch (type) {
            case HEADERS -> {
                CharSequence status = heads.decodeHeaders(stream, payload).status();
                if (status != null) {
                    statuses.put(stream, Integer.parseInt(status.toString()));
                }
            }
            case RST_STREAM -> resets.putIfAbsent(stream, payload.readInt());
            // The first says why; what still comes after it may be a mistake as well.
            case GOAWAY -> goAway = goAway < 0 ? payload.getInt(4) : goAway;
            case PING -> pongs.incrementAndGet();
            case SETTINGS -> {
                if (flags != ACK) {
                    say(frame(SETTINGS, ACK, 0));
                    settled = true;
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
