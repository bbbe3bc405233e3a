package dev.dromedary.kube;

/** Stands before every write: whoever does not lead must not write. */
@FunctionalInterface
public interface Fence {

    /** For those who write without a leader, such as a test. */
    Fence OPEN = () -> {};

    /**
     * Lets the leader pass.
     *
     * @throws NotLeading if the lease has gone, or may have
     */
    void check();

    /** The write was held back, for another copy may lead by now. */
    final class NotLeading extends IllegalStateException {
        private static final long serialVersionUID = 1;

        public NotLeading() {
            super("This copy does not lead (any more): the write was held back");
        }
    }
}
