package dev.dromedary.routes.http.auth;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what an event loop has no time for, each kind with its own: a token must not wait for passwords.
 *
 * @param passwords hashes of passwords, which take some 50 ms and more
 * @param signatures signatures of tokens and of long bodies, which take less than one
 */
public record Workers(ExecutorService passwords, ExecutorService signatures) implements AutoCloseable {

    private static final int LONGEST_QUEUE = 1_024;

    /** So many threads of each kind, with a queue of 1,024 checks, beyond which callers are refused. */
    public static Workers of(int threads) {
        return new Workers(pool("passwords-", threads), pool("signatures-", threads));
    }

    private static ExecutorService pool(String name, int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LONGEST_QUEUE),
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    @Override
    public void close() {
        passwords.shutdownNow();
        signatures.shutdownNow();
    }
}
