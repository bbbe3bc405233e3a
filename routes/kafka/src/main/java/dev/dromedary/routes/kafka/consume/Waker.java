package dev.dromedary.routes.kafka.consume;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Ends a consumer's waiting for records, and nothing else of what it does. Kafka's own wake-up hits whatever blocks next: a commit,
 * or the taking over of a partition, of which then a half is done.
 */
final class Waker {

    private final Consumer<?, ?> consumer;
    private boolean waiting;
    private boolean wanted;

    Waker(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** Ends the waiting, or the next that begins. On any thread. */
    synchronized void wake() {
        wanted = true;
        notifyAll();
        if (waiting) {
            waiting = false;
            consumer.wakeup();
        }
    }

    /** The consumer is about to wait; whether it need not. */
    synchronized boolean begin() {
        waiting = !wanted;
        return wanted;
    }

    /** It does not wait any more. Whoever wants something of it is heard now. */
    synchronized void over() {
        waiting = false;
        wanted = false;
    }

    /** Waits without the consumer, until it is woken. */
    synchronized void rest(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis(); !wanted && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wanted = false;
    }

    /**
     * It does something else in between, which is not to be ended.
     *
     * @return for {@link #goOn}: whether it was waiting
     */
    synchronized boolean busy() {
        boolean was = waiting;
        waiting = false;
        return was;
    }

    /** It waits on, if it was; not if somebody has wanted something of it meanwhile. */
    synchronized void goOn(boolean was) {
        waiting = was && !wanted;
        if (was && wanted) {
            consumer.wakeup();
        }
    }

    /** Does what a wake-up that came too late for its waiting must not end. */
    static <T> T steadily(Supplier<T> work) {
        try {
            return work.get();
        } catch (WakeupException e) {
            return work.get();
        }
    }
}
