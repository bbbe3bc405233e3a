package dev.dromedary.reconciler;

import dev.dromedary.crd.Kind;
import dev.dromedary.reconciler.Reconciliation.Failure;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Which accounts functions may have: those of their own namespace that are annotated {@code dromedary.dev/functions: "true"}.
 * Kubeless gave a function every account it named, and so whoever may make Functions every right of the namespace's
 * accounts. An account is looked at when a Function names it, one by one; nobody tells us of its changes, so a refused pass
 * comes again, as after any trouble in the world.
 */
final class ServiceAccounts {

    /** Whoever may edit an account offers it with this. */
    static final String ANNOTATION = "dromedary.dev/functions";

    private final KubernetesClient client;

    ServiceAccounts(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The pass, failed before its first step where the function names an account that it may not have: what was made before
     * stays as it is.
     */
    Reconciliation check(Reconciliation pass) {
        Optional<Exception> trouble = pass.function().value().flatMap(function -> function.shape()
                .settings()
                .serviceAccount()
                .flatMap(name -> trouble(function.key().namespace(), name)));
        return trouble.map(cause -> pass.withFailure(new Failure(Kind.SERVICE_ACCOUNT, cause)))
                .orElse(pass);
    }

    private Optional<Exception> trouble(String namespace, String name) {
        try {
            ServiceAccount account = client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            String offer = "kubectl annotate serviceaccount " + name + " -n " + namespace + " " + ANNOTATION + "=true";
            if (account == null) {
                String make = "kubectl create serviceaccount " + name + " -n " + namespace + " && ";
                return Optional.of(new NotAllowed("there is no '" + name
                        + "' in this namespace; whoever administers it may run: " + make + offer));
            }
            return isOffered(account)
                    ? Optional.empty()
                    : Optional.of(new NotAllowed("'" + name + "' is not offered to functions; whoever administers the"
                            + " namespace may run: " + offer));
        } catch (KubernetesClientException e) {
            return Optional.of(e);
        }
    }

    private static boolean isOffered(ServiceAccount account) {
        return account.getMetadata().getAnnotations() != null
                && "true".equals(account.getMetadata().getAnnotations().get(ANNOTATION));
    }

    /** The account is not there, or is not offered. */
    static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAllowed(String message) {
            super(message);
        }
    }
}
