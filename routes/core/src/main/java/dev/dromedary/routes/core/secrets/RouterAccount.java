package dev.dromedary.routes.core.secrets;

/**
 * Who asks the API server for Secrets: the router's service account, as the installation has it.
 *
 * @param namespace of the installation
 * @param confined whether the installation looks after this namespace alone, and so has Roles instead of ClusterRoles
 */
public record RouterAccount(String namespace, boolean confined) {

    /** The service account of the router (kustomize/base/router-rbac.yaml). */
    private static final String NAME = "kubeless-router";

    /** The ClusterRole (or Role) that lets it get Secrets of a namespace, and what its binding there is called. */
    private static final String ROLE = "kubeless-trigger-secrets";

    /** What lets it read the Secrets of a namespace. */
    String command(String of) {
        return "kubectl -n " + of + " create rolebinding " + ROLE + (confined ? " --role=" : " --clusterrole=") + ROLE
                + " --serviceaccount=" + namespace + ":" + NAME;
    }
}
