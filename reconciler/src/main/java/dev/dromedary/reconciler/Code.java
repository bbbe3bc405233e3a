package dev.dromedary.reconciler;

import dev.dromedary.crd.FunctionSource;
import java.util.Optional;

/** How a function's code comes into its pods. */
public sealed interface Code {

    /** The source, if the Function has one: handler and source text both. */
    Optional<FunctionSource> given();

    /** What it runs on, if that is in the catalogue. */
    Optional<Runtimes> onRuntime();

    /** The source is put beside a runtime of the catalogue. */
    record Injected(FunctionSource source, Runtimes runtime) implements Code {

        @Override
        public Optional<FunctionSource> given() {
            return Optional.of(source);
        }

        @Override
        public Optional<Runtimes> onRuntime() {
            return Optional.of(runtime);
        }
    }

    /**
     * The same, made into an image before (contract: function.md 6).
     *
     * @param from what it was made of
     * @param image an image reference with its digest
     */
    record Built(Injected from, String image) implements Code {

        @Override
        public Optional<FunctionSource> given() {
            return from.given();
        }

        @Override
        public Optional<Runtimes> onRuntime() {
            return from.onRuntime();
        }
    }

    /**
     * An image of the user's own ({@code --runtime-image}), into which nothing is put (contract: function.md 5.6).
     *
     * @param image an image reference
     */
    record OwnImage(String image, Optional<FunctionSource> given, Optional<Runtimes> onRuntime) implements Code {}
}
