package dev.dromedary.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** One call of the function, from its beginning to its end. Whoever moves it to its end first counts it and frees its place. */
final class Call {

    private static final int RUNNING = 0;
    private static final int STREAMING = 1;
    private static final int DONE = 2;
    private static final int GIVEN_UP = 3;

    private final Head head;
    private final int method;
    private final Thread thread = Thread.currentThread();
    private final long began = System.nanoTime();
    private final AtomicInteger state = new AtomicInteger(RUNNING);

    Call(Head head, int method) {
        this.head = head;
        this.method = method;
    }

    Head head() {
        return head;
    }

    int method() {
        return method;
    }

    /** By System.nanoTime. */
    long began() {
        return began;
    }

    Thread thread() {
        return thread;
    }

    /** The function has returned a stream; false if the call was given up. */
    boolean streams() {
        return state.compareAndSet(RUNNING, STREAMING);
    }

    /** The function is done; false if the call was given up. */
    boolean ends() {
        return state.compareAndSet(RUNNING, DONE) || state.compareAndSet(STREAMING, DONE);
    }

    /** Whether nothing of an answer is sent yet, and this gave the call up: who asked must answer. */
    boolean giveUp() {
        return state.compareAndSet(RUNNING, GIVEN_UP);
    }

    /** Whether an answer was being sent, and this gave the call up: it must be broken off. */
    boolean breakOff() {
        return state.compareAndSet(STREAMING, GIVEN_UP);
    }

    boolean isGivenUp() {
        return state.get() == GIVEN_UP;
    }

    boolean isUnderWay() {
        return state.get() < DONE;
    }
}
