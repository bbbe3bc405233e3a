package dev.dromedary.e2e;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What RBAC grants.
 *
 * @param verb such as {@code list}
 * @param group of the API; empty: the core group
 * @param resource its plural, with the subresource, such as {@code functions/status}
 */
record Right(String verb, String group, String resource) {

    /** What the roles bound to a service account in the namespace {@code kubeless} grant. */
    static Set<Right> granted(KubernetesClient client, String account) {
        Stream<PolicyRule> everywhere = client.rbac().clusterRoleBindings().list().getItems().stream()
                .filter(binding -> isBound(binding.getSubjects(), account))
                .flatMap(binding -> rules(client, "", binding.getRoleRef()));
        Stream<PolicyRule> here = client.rbac().roleBindings().inNamespace("kubeless").list().getItems().stream()
                .filter(binding -> isBound(binding.getSubjects(), account))
                .flatMap(binding -> rules(client, "kubeless", binding.getRoleRef()));
        return Stream.concat(everywhere, here).flatMap(Right::of).collect(Collectors.toSet());
    }

    private static boolean isBound(List<Subject> subjects, String account) {
        return subjects.stream()
                .anyMatch(subject -> subject.getKind().equals("ServiceAccount")
                        && subject.getName().equals(account)
                        && "kubeless".equals(subject.getNamespace()));
    }

    private static Stream<PolicyRule> rules(KubernetesClient client, String namespace, RoleRef role) {
        return role.getKind().equals("ClusterRole")
                ? client.rbac().clusterRoles().withName(role.getName()).get().getRules().stream()
                : client.rbac().roles().inNamespace(namespace).withName(role.getName()).get().getRules().stream();
    }

    private static Stream<Right> of(PolicyRule rule) {
        return rule.getApiGroups().stream().flatMap(group -> rule.getResources().stream()
                .flatMap(resource -> rule.getVerbs().stream().map(verb -> new Right(verb, group, resource))));
    }
}
