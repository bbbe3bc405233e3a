package dev.dromedary.reconciler;

/** How far a function's image is (contract: function.md 6). */
public sealed interface ImageState {

    /** None is to be made: the code is put into the pods. */
    record NotWanted() implements ImageState {}

    /** A Job is at it, or is to be. */
    record Building() implements ImageState {}

    /**
     * It is in the registry.
     *
     * @param tag the hash of all that went into it
     * @param reference how it is pulled: by its digest
     */
    record Built(String tag, String reference) implements ImageState {}

    /**
     * It could not be made.
     *
     * @param message what the Job said
     */
    record Failed(String message) implements ImageState {}
}
