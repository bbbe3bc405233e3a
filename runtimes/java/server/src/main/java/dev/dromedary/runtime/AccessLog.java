package dev.dromedary.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The access log: a line for each call, in Apache's combined format. A thread writes what came in between
 * at once; when nobody reads what the server writes, lines are lost rather than calls held up.
 */
final class AccessLog implements Runnable {

    private static final int ROOM = 1 << 20;
    private static final long PAUSE = 5_000_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss +0000", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A second and its text. */
    private record Stamp(long second, String text) {}

    private final OutputStream out;
    private final Thread writer;
    private StringBuilder kept = new StringBuilder(8192);
    private StringBuilder spare = new StringBuilder(8192);
    private volatile Stamp stamp = new Stamp(0, "");
    private volatile boolean resting;

    private AccessLog(OutputStream out) {
        this.out = out;
        writer = Supervisor.thread("access-log").unstarted(this);
    }

    static AccessLog start(OutputStream out) {
        AccessLog log = new AccessLog(out);
        log.writer.start();
        return log;
    }

    /**
     * A call was answered.
     *
     * @param size of the body; -1 if it is not known
     */
    void line(String peer, Head head, int status, long size) {
        String time = time();
        boolean wake;
        synchronized (this) {
            if (kept.length() < ROOM) {
                kept.append(peer).append(" - - [").append(time).append("] \"");
                safe(head.method()).append(' ');
                safe(head.target()).append(" HTTP/1.").append(head.minor()).append("\" ");
                kept.append(status).append(' ');
                (size < 0 ? kept.append('-') : kept.append(size)).append(" \"");
                safe(head.header("referer", "")).append("\" \"");
                safe(head.header("user-agent", "")).append("\"\n");
            }
            wake = resting;
            resting = false;
        }
        if (wake) {
            LockSupport.unpark(writer);
        }
    }

    @Override
    public void run() {
        for (; ; ) {
            if (flush()) {
                LockSupport.parkNanos(this, PAUSE);
            } else if (resting) {
                LockSupport.park(this);
            }
            rest();
        }
    }

    private synchronized void rest() {
        resting = kept.isEmpty();
    }

    /** Writes what there is; false if there was nothing. */
    boolean flush() {
        synchronized (out) {
            StringBuilder full;
            synchronized (this) {
                full = kept;
                kept = spare;
            }
            boolean any = !full.isEmpty();
            try {
                if (any) {
                    out.write(full.toString().getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                // Nobody reads any more: there is nobody to tell.
            }
            full.setLength(0);
            spare = full;
            return any;
        }
    }

    private StringBuilder safe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                kept.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                kept.append(String.format("\\x%02x", (int) c));
            } else {
                kept.append(c);
            }
        }
        return kept;
    }

    private String time() {
        long second = System.currentTimeMillis() / 1000;
        Stamp current = stamp;
        if (current.second() != second) {
            current = new Stamp(second, TIME.format(Instant.ofEpochSecond(second)));
            stamp = current;
        }
        return current.text();
    }

    /** The client's address; "-": it is gone. */
    static String peer(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress address
                    ? address.getAddress().getHostAddress()
                    : "-";
        } catch (IOException e) {
            return "-";
        }
    }
}
