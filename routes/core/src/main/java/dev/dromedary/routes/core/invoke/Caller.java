package dev.dromedary.routes.core.invoke;

import io.netty.channel.EventLoop;
import java.util.Optional;

/** Who waits for an answer. */
public interface Caller {

    /** One that waits as long as it takes, anywhere. */
    Caller PATIENT = new Caller() {
        @Override
        public Optional<EventLoop> loop() {
            return Optional.empty();
        }

        @Override
        public void onGone(Runnable cancel) {}
    };

    /** The event loop that it lives on, and the call with it; empty: any. */
    Optional<EventLoop> loop();

    /** What is to be done, on that event loop, when nobody waits any more; takes the place of what was to be done before. */
    void onGone(Runnable cancel);
}
