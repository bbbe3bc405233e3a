package dev.dromedary.routes.core.deliver;

/** Which events a function wants; the others are settled without a call. Compared by {@code equals}. */
public interface Filter {

    /** All of them. */
    Filter ALL = new Filter() {
        @Override
        public boolean wants(Event event) {
            return true;
        }

        @Override
        public String toString() {
            return "all";
        }
    };

    /** Whether the function wants this one. Quick, and without side effects. */
    boolean wants(Event event);
}
