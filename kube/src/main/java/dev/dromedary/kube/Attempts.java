package dev.dromedary.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks the API server again where it was only busy, or the answer was lost, a few times within a second, so that nobody hears
 * of it. The HTTP client must not do that by itself ({@link Connection#open}): it would send a write again whether or not
 * this copy still leads by then. The fence is asked before each attempt.
 */
final class Attempts {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MOST = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private final Fence fence;

    Attempts(Fence fence) {
        this.fence = fence;
    }

    /**
     * What the call gives back.
     *
     * @throws KubernetesClientException the last one, where the server refuses or goes on being busy
     */
    <T> T of(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            fence.check();
            try {
                return call.get();
            } catch (KubernetesClientException e) {
                if (attempt == MOST || !mayPass(e)) {
                    throw e;
                }
                pause(FIRST_WAIT.multipliedBy(attempt));
            }
        }
    }

    /** A code of 0 stands for no answer at all. */
    private static boolean mayPass(KubernetesClientException trouble) {
        int code = trouble.getCode();
        return code == 0 || code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
