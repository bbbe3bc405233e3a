package dev.dromedary.runtime;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Looks after the calls: answers those that take too long, gives other calls processors when some compute without end, and
 * asks for another process when such calls do not stop.
 */
final class Watchdog implements Runnable {

    static final String TIMEOUT = "Timeout while processing the function";

    private static final long PERIOD = 4_000_000;
    /** Looks without a call under way after which it rests. */
    private static final int QUIET = 50;

    private static final long LATE = 20_000_000;
    private static final long RESTING = 1_000_000_000;
    /** Calls may go on for this long after they were answered. */
    private static final long GRACE = 2_000_000_000;
    /** How long calls may take that are under way when memory is full. */
    private static final long LAST = 500_000_000;

    private static final int FULL = 3;
    private static final int MOST_PARALLEL = 256;

    private final Supervisor supervisor;
    private final Thread thread = Supervisor.thread("watchdog").unstarted(this);
    private final ExecutorService speakers =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private volatile Server server;
    private volatile boolean rests;
    private volatile long seen;
    private boolean starved;
    private int parallel = Runtime.getRuntime().availableProcessors();
    private int quiet;
    private long sent;
    private long swept;
    private boolean replaced;

    Watchdog(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    void watch(Server watched) {
        server = watched;
        thread.start();
    }

    /** A call begins. */
    void wake() {
        if (rests) {
            rests = false;
            LockSupport.unpark(thread);
        }
    }

    /** The function has taken all memory: what it holds goes with the process. Another can begin only when that is free. */
    void memoryIsFull(Throwable error) {
        Supervisor.say("the function took all memory that there is (" + error.getMessage() + "); the process ends");
        server.leave();
        speakers.execute(() -> {
            LockSupport.parkNanos(LAST);
            System.exit(FULL);
        });
    }

    @Override
    public void run() {
        for (; ; ) {
            quiet = look(System.nanoTime()) ? 0 : quiet + 1;
            rests = quiet > QUIET;
            LockSupport.parkNanos(this, rests ? RESTING : PERIOD);
            if (!rests && quiet > QUIET) {
                quiet = 0;
            }
        }
    }

    private boolean look(long now) {
        boolean any = false;
        int stuck = 0;
        server.loops().forEach(loop -> loop.relieve(now));
        boolean sweeps = now - swept > RESTING;
        for (Connection connection : server.connections()) {
            if (sweeps) {
                connection.sweep(now);
            }
            Call call = connection.call();
            if (call != null) {
                any = true;
                long over = now - call.began() - server.settings().timeout();
                if (over > 0) {
                    end(connection, call);
                }
                stuck += call.isGivenUp() && over > GRACE ? 1 : 0;
            }
        }
        swept = sweeps ? now : swept;
        if (stuck > 0 && !replaced) {
            replaced = true;
            supervisor.replace(stuck + " of the function's calls went on for too long after their time");
        }
        if (any) {
            feed(now);
        }
        return any;
    }

    private void end(Connection connection, Call call) {
        boolean silent = call.giveUp();
        if (!silent && !call.breakOff()) {
            return;
        }
        server.calls().settle(call, true);
        speakers.execute(() -> {
            if (silent) {
                connection.speakFor(call, 408, TIMEOUT);
            } else {
                connection.close();
            }
            call.thread().interrupt();
        });
    }

    /**
     * Sends a virtual thread round: when it is late, calls hold the processors, or the threads that run virtual threads, and
     * there must be more of these.
     */
    private void feed(long now) {
        if (seen < sent) {
            starved = now - sent > LATE;
        } else {
            starved = false;
            sent = now;
            Thread.ofVirtual().start(() -> seen = now);
        }
        if (starved && parallel < MOST_PARALLEL) {
            parallel = Math.min(MOST_PARALLEL, parallel * 2);
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class)
                    .setParallelism(parallel);
            sent = now;
        }
    }
}
