package dev.dromedary.reconciler.configuration;

/**
 * Function images: code and dependencies made into an image by a Job.
 *
 * @param enabled key {@code enable-build-step}
 * @param verifyTls key {@code function-registry-tls-verify}: whether the registry's certificate must be valid
 * @param registry key {@code function-registry} (ours): {@code host[:port]/owner}, where function images go; empty: where
 *     the Secret {@code kubeless-registry-credentials} of the function's namespace says
 * @param onFailure key {@code build-failure} (ours)
 */
public record Builds(boolean enabled, boolean verifyTls, String registry, OnFailure onFailure) {

    static final Builds DEFAULT = new Builds(false, true, "", OnFailure.INJECT);

    /** What becomes of a function whose image cannot be made. */
    public enum OnFailure {
        /** It runs without: its code is put into the pods as if there were no builds. Kubeless' way. */
        INJECT,
        /** Its pods stay as they are until the build succeeds. */
        HOLD
    }
}
