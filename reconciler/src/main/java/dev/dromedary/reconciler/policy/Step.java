package dev.dromedary.reconciler.policy;

/** One step of a path through a tree that a user wrote. */
sealed interface Step {

    /** Into an object, by a key. */
    record Name(String name) implements Step {
        @Override
        public String toString() {
            return "." + name;
        }
    }

    /** Into a list. */
    record Place(int index) implements Step {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }
}
