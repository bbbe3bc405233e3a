package dev.dromedary.routes.core;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Wanted;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** An object beside a trigger could not be made what it should be, or removed. */
final class KeepFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What Kubernetes' own validation has against an object: the user's mistake, which it names. */
    private static final int UNPROCESSABLE = 422;

    private final Reason reason;

    private KeepFailed(Reason reason, String message, Exception cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What was tried, and what the API server, or we, had against it. */
    static RuntimeException of(Wanted tried, RuntimeException cause) {
        if (cause instanceof KubernetesClientException refused && isKindMissing(refused)) {
            return new KindMissing(tried.kind());
        }
        Reason reason =
                switch (cause) {
                    case Apply.NotOurs conflict -> Reason.Conflict;
                    case KubernetesClientException refused
                    when refused.getCode() == UNPROCESSABLE -> Reason.InvalidSpec;
                    default -> Reason.StepFailed;
                };
        return new KeepFailed(reason, tried.kind() + ": " + said(cause) + " (tried again by itself)", cause);
    }

    /** What a failure says of the trigger. */
    static Condition condition(String type, RuntimeException failure) {
        Reason reason =
                switch (failure) {
                    case KeepFailed failed -> failed.reason;
                    case KindMissing missing -> Reason.KindMissing;
                    default -> Reason.StepFailed;
                };
        return Condition.of(type, false, reason, failure.getMessage());
    }

    /** A namespace that is gone is not found either, but then the server says what it did not find. */
    private static boolean isKindMissing(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                && (refused.getStatus() == null
                        || refused.getStatus().getDetails() == null
                        || refused.getStatus().getDetails().getName() == null
                        || refused.getStatus().getDetails().getName().isEmpty());
    }

    /** What the API server itself said, without the client's words around it. */
    private static String said(Exception cause) {
        return cause instanceof KubernetesClientException refused
                        && refused.getStatus() != null
                        && refused.getStatus().getMessage() != null
                ? refused.getStatus().getMessage()
                : cause.getMessage();
    }
}
