package dev.dromedary.crd;

/**
 * The image that a function was made into.
 *
 * @param tag the hash of all that went into it: another hash, another image
 * @param reference how it is pulled: by its digest
 */
public record FunctionImage(String tag, String reference) {}
