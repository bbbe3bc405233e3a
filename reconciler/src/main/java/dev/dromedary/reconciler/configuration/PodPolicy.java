package dev.dromedary.reconciler.configuration;

import java.util.Set;

/**
 * How far the pods of functions may go beyond what is safe everywhere.
 *
 * @param profile what they keep in any case
 * @param volumes kinds of volumes that are allowed besides, such as {@code nfs}
 * @param fields paths below {@code spec.template.spec} that are allowed besides, such as {@code hostNetwork} or
 *     {@code containers.securityContext.capabilities}; lists need no mark
 */
public record PodPolicy(Profile profile, Set<String> volumes, Set<String> fields) {

    public static final PodPolicy DEFAULT = new PodPolicy(Profile.RESTRICTED, Set.of(), Set.of());

    /** Kubernetes' Pod Security Standards, and OpenShift's way. */
    public enum Profile {
        /** No root, no privileges, nothing of the host. */
        RESTRICTED,
        /** Root is allowed, privileges are not. */
        BASELINE,
        /** As restricted, but the cluster chooses user and group. */
        OPENSHIFT
    }
}
