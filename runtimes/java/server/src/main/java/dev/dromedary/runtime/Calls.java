package dev.dromedary.runtime;

import dev.dromedary.runtime.Answer.Pieces;
import dev.dromedary.runtime.Answer.Whole;
import io.kubeless.Context;
import io.kubeless.Event;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls the function: as many at a time as may be, others wait in a queue of bounded length. */
final class Calls {

    private static final Answer FAILED = Answer.text(500, "Internal Server Error");

    private static final long QUICK = 1_000_000;
    private static final int WEIGHT = 64;
    private static final int SLOW = 256;
    private static final int MOST_SLOW = 512;

    private final Settings settings;
    private final Handler handler;
    private final Board board;
    private final AccessLog log;
    private final Watchdog watchdog;
    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Context context;
    private final AtomicInteger slowness = new AtomicInteger();

    Calls(Settings settings, Handler handler, Board board, AccessLog log, Watchdog watchdog) {
        this.settings = settings;
        this.handler = handler;
        this.board = board;
        this.log = log;
        this.watchdog = watchdog;
        this.places = new Semaphore(settings.concurrency());
        Settings.Function function = settings.function();
        this.context = new Context(
                function.handler(),
                function.timeout(),
                function.about("FUNC_RUNTIME"),
                function.about("FUNC_MEMORY_LIMIT"));
    }

    /** Calls the function for a request and answers it. Gives whether the connection may serve another. */
    boolean serve(Connection connection, Head head, byte[] body) throws IOException, Refusal {
        enter();
        Event event = Events.of(head, body);
        Call call = new Call(head, Board.methodNumber(head.method()));
        board.begin(call.method());
        connection.begin(call);
        watchdog.wake();
        try {
            return answer(connection, call, event);
        } finally {
            Thread.interrupted();
            connection.end();
        }
    }

    /** Whether the function is done at once nearly always. */
    boolean areQuick() {
        return slowness.get() < SLOW;
    }

    /** A call that takes longer weighs as much as many that do not. Nobody minds a lost update. */
    private void weigh(long nanos) {
        if (nanos > QUICK) {
            slowness.lazySet(Math.min(slowness.get() + WEIGHT, MOST_SLOW));
        } else if (slowness.get() > 0) {
            slowness.lazySet(slowness.get() - 1);
        }
    }

    /** A call is over that nobody waits for any more. */
    void settle(Call call, boolean failed) {
        places.release();
        long nanos = System.nanoTime() - call.began();
        weigh(nanos);
        board.end(call.method(), nanos, failed);
    }

    private void enter() throws Refusal {
        if (places.tryAcquire()) {
            return;
        }
        try {
            if (waiting.incrementAndGet() > settings.queue()) {
                throw new Refusal(503, "All places for calls are taken, and the queue is full");
            }
            places.acquireUninterruptibly();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean answer(Connection connection, Call call, Event event) throws IOException {
        Answer answer;
        boolean failed = false;
        try {
            answer = Answer.of(settled(handler.call(event, context)));
        } catch (Throwable e) {
            if (call.isGivenUp()) {
                return false;
            }
            report(e);
            failed = true;
            answer = FAILED;
        }
        System.out.flush();
        if (answer.body() instanceof Pieces pieces) {
            return call.streams() && stream(connection, call, answer, pieces);
        }
        if (!call.ends()) {
            return false;
        }
        settle(call, failed);
        byte[] body = ((Whole) answer.body()).bytes();
        boolean keepAlive = connection.keepsAlive(call.head());
        connection.output().whole(answer, body, call.head(), keepAlive);
        log.line(connection.peer(), call.head(), answer.status(), body.length);
        return keepAlive;
    }

    private static Object settled(Object result) throws Throwable {
        if (!(result instanceof CompletionStage<?> stage)) {
            return result;
        }
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** A stream that fails breaks off, so that nobody takes it for whole. */
    private boolean stream(Connection connection, Call call, Answer answer, Pieces pieces) throws IOException {
        boolean keepAlive = connection.keepsAlive(call.head()) && call.head().minor() == 1;
        boolean failed = false;
        long size = -1;
        try {
            size = send(
                    connection.output(),
                    call.head(),
                    pieces,
                    connection.output().open(answer, call.head(), keepAlive));
        } catch (IOException e) {
            // The client went away, which is no failure of the function.
            size = -1;
        } catch (Throwable e) {
            failed = !call.isGivenUp();
            if (failed) {
                report(e);
            }
        }
        if (!call.ends()) {
            return false;
        }
        settle(call, failed);
        log.line(connection.peer(), call.head(), answer.status(), size);
        return size >= 0 && keepAlive;
    }

    @SuppressWarnings("try") // closed is all that it is to be
    private static long send(Output output, Head head, Pieces pieces, boolean chunked) throws Exception {
        try (AutoCloseable ignored = pieces.source()) {
            long size = 0;
            if (Output.isHead(head)) {
                return size;
            }
            for (Iterator<byte[]> all = pieces.pieces(); all.hasNext(); ) {
                byte[] piece = all.next();
                output.piece(piece, chunked);
                size += piece.length;
            }
            output.close(chunked);
            return size;
        }
    }

    /** Callers see that the function failed, but not why. */
    private void report(Throwable error) {
        if (error instanceof OutOfMemoryError) {
            watchdog.memoryIsFull(error);
        }
        java.io.StringWriter text = new java.io.StringWriter();
        error.printStackTrace(new java.io.PrintWriter(text, true));
        System.err.print("The function failed: " + text);
        System.err.flush();
    }
}
