package dev.dromedary.routes.http;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line of JSON a request, written by a thread of its own. An event loop never waits for whoever reads the lines: those that
 * nobody takes in time are lost, and counted.
 */
public final class AccessLog implements AutoCloseable {

    private static final int WAITING = 8192;
    private static final int BUFFER = 64 * 1024;
    private static final int END_MILLIS = 2_000;
    private static final int FAILED = 500;
    private static final double NANOS = 1e6;

    private final Which which;
    private final OutputStream out;
    private final BlockingQueue<Access> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final JsonFactory json = new JsonFactory();
    private final Thread writer;
    private volatile boolean closed;

    /** Which requests have a line. */
    public enum Which {
        /** None. */
        OFF,
        /** Those that were answered 5xx, or that ended before their answer did. */
        FAILED,
        ALL
    }

    /**
     * A log.
     *
     * @param out not closed with it
     */
    public AccessLog(Which which, OutputStream out) {
        this.which = which;
        this.out = new BufferedOutputStream(out, BUFFER);
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::write);
        if (which != Which.OFF) {
            writer.start();
        }
    }

    /** Of nothing. */
    public static AccessLog off() {
        return new AccessLog(Which.OFF, OutputStream.nullOutputStream());
    }

    /** How many lines were lost. */
    public long lost() {
        return lost.get();
    }

    /**
     * Whether a request has a line.
     *
     * @param status of its answer; 0: there was none
     * @param whole whether all of the answer went out
     */
    boolean wants(int status, boolean whole) {
        return switch (which) {
            case OFF -> false;
            case FAILED -> status >= FAILED || !whole;
            case ALL -> true;
        };
    }

    void add(Access access) {
        if (!waiting.offer(access)) {
            lost.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (!closed || !waiting.isEmpty()) {
                Access access = waiting.poll(1, TimeUnit.SECONDS);
                if (access != null) {
                    line(access);
                }
                if (waiting.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // Nobody reads any more: what is still to come is lost.
            lost.addAndGet(waiting.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void line(Access access) throws IOException {
        try (JsonGenerator line = json.createGenerator(out, JsonEncoding.UTF8)) {
            line.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            line.writeStartObject();
            line.writeStringField("type", "access");
            line.writeStringField("time", Instant.ofEpochMilli(access.millis()).toString());
            line.writeStringField("id", access.id());
            line.writeStringField("client", access.client());
            line.writeStringField("method", access.method());
            line.writeStringField("host", access.host());
            line.writeStringField("path", access.path());
            line.writeStringField("protocol", access.protocol());
            line.writeNumberField("status", access.status());
            line.writeBooleanField("whole", access.whole());
            line.writeNumberField("received", access.received());
            line.writeNumberField("sent", access.sent());
            line.writeNumberField("millis", access.nanos() / NANOS);
            said(line, "trigger", access.trigger());
            said(line, "function", access.function());
            said(line, "user", access.user());
            said(line, "refused", access.refused());
            line.writeEndObject();
            line.writeRaw('\n');
        }
    }

    private static void said(JsonGenerator line, String field, String value) throws IOException {
        if (!value.isEmpty()) {
            line.writeStringField(field, value);
        }
    }

    /** Writes what is waiting, for a while. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
