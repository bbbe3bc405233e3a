package dev.dromedary.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Waits for requests on many connections, and calls the function in the thread that waited: nothing is quicker for functions
 * that are done at once. When a call takes longer, another thread takes the loop over (see Watchdog), and the first one only
 * finishes its call. Functions that are known to take longer are called in threads of their own (see Connection.run).
 */
final class Loop {

    /** A call takes longer from here on, in nanoseconds. */
    private static final long PATIENCE = 4_000_000;

    /** What the thread that has the loop does: since when it serves, or 0 while it does not. */
    private record Turn(Thread thread, long since) {}

    private final Selector selector = Selector.open();
    private final Queue<Connection> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Turn> turn = new AtomicReference<>();
    private final List<Connection> leaving = new ArrayList<>();
    private SelectionKey[] ready = {};
    private int next;

    Loop() throws IOException {}

    void start() {
        Thread thread = Supervisor.thread("loop").unstarted(this::run);
        turn.set(new Turn(thread, 0));
        thread.start();
    }

    /** A connection that is to be waited on: a new one, or one that comes back. */
    void add(Connection connection) {
        arrivals.add(connection);
        selector.wakeup();
    }

    /** Has another thread take over from one that serves for too long. */
    void relieve(long now) {
        Turn current = turn.get();
        if (current.since() == 0 || now - current.since() < PATIENCE) {
            return;
        }
        Thread thread = Supervisor.thread("loop").unstarted(this::run);
        if (turn.compareAndSet(current, new Turn(thread, 0))) {
            thread.start();
        }
    }

    private void run() {
        Turn mine = turn.get();
        try {
            while (serveReady(mine)) {
                leave();
                arrive();
                selector.select();
                ready = selector.selectedKeys().toArray(ready);
                next = 0;
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("It cannot wait for requests", e);
        }
    }

    /** False if another thread has taken over. */
    private boolean serveReady(Turn mine) {
        while (next < ready.length && ready[next] != null) {
            SelectionKey key = ready[next];
            ready[next++] = null;
            if (!key.isValid()) {
                continue;
            }
            Connection connection = (Connection) key.attachment();
            if (connection.isHeld()) {
                pause(key);
                continue;
            }
            connection.hold(true);
            Turn serving = new Turn(mine.thread(), System.nanoTime());
            turn.setRelease(serving);
            Connection.Then then = connection.turn();
            if (!turn.compareAndSet(serving, mine)) {
                finish(connection, then);
                return false;
            }
            switch (then) {
                case WAITS -> connection.hold(false);
                case BLOCKS -> block(key, connection);
                case CLOSED -> connection.closeAndForget();
            }
        }
        return true;
    }

    private void block(SelectionKey key, Connection connection) {
        key.cancel();
        leaving.add(connection);
    }

    /** The loop belongs to another thread by now. */
    private void finish(Connection connection, Connection.Then then) {
        if (then == Connection.Then.CLOSED) {
            connection.closeAndForget();
        } else {
            add(connection);
        }
    }

    /** The thread that had the loop before is still with this connection, and adds it again. */
    private static void pause(SelectionKey key) {
        try {
            key.interestOps(0);
        } catch (CancelledKeyException e) {
            // The connection was closed meanwhile.
        }
    }

    /** Connections whose requests are better served in threads of their own. */
    private void leave() throws IOException {
        if (leaving.isEmpty()) {
            return;
        }
        selector.selectNow();
        for (Connection connection : leaving) {
            try {
                connection.channel().configureBlocking(true);
                Thread.ofVirtual().start(connection);
            } catch (ClosedChannelException e) {
                connection.closeAndForget();
            }
        }
        leaving.clear();
    }

    private void arrive() throws IOException {
        for (Connection connection = arrivals.poll(); connection != null; connection = arrivals.poll()) {
            try {
                SelectionKey key = connection.channel().keyFor(selector);
                connection.hold(false);
                if (key == null) {
                    connection.channel().configureBlocking(false);
                    connection.channel().register(selector, SelectionKey.OP_READ, connection);
                } else {
                    key.interestOps(SelectionKey.OP_READ);
                }
                if (connection.hasWork()) {
                    // It came while nobody waited.
                    connection.hold(true);
                    block(connection.channel().keyFor(selector), connection);
                }
            } catch (ClosedChannelException | CancelledKeyException e) {
                connection.closeAndForget();
            }
        }
        leave();
    }
}
