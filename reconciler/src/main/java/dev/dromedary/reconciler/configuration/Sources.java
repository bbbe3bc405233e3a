package dev.dromedary.reconciler.configuration;

import java.net.URI;
import java.util.Optional;

/**
 * How source and dependencies come into a pod.
 *
 * @param limit key {@code source-limit} (ours): so many bytes a source may have, unpacked
 * @param dependencyCache key {@code dependency-cache} (ours): the installation's cache; empty: none
 * @param caBundle key {@code ca-bundle} (ours): PEM certificates that dependency installation trusts besides the image's
 *     own; empty: none
 */
public record Sources(long limit, Optional<URI> dependencyCache, String caBundle) {

    private static final long MEBIBYTE = 1024 * 1024;

    static final Sources DEFAULT = new Sources(512 * MEBIBYTE, Optional.empty(), "");
}
