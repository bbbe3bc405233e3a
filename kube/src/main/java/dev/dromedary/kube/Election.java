package dev.dromedary.kube;

import java.util.function.Consumer;

/** Which of several copies leads; as a {@link Fence} it lets that one alone pass. */
public interface Election extends Fence {

    /** The election of a program that has no other copy. */
    Election ALONE = new Election() {
        @Override
        public boolean leading() {
            return true;
        }

        @Override
        public void listen(Consumer<Boolean> listener) {
            // Nothing ever changes.
        }
    };

    /** Whether this copy leads, as far as it can know. */
    boolean leading();

    /** Calls the listener at every change, with whether this copy leads now. It is waited for. */
    void listen(Consumer<Boolean> listener);

    @Override
    default void check() {
        if (!leading()) {
            throw new NotLeading();
        }
    }
}
