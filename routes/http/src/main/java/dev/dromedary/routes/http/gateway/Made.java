package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Apply;
import dev.dromedary.kube.Scope;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is made for a trigger: how it is called and marked, and by what it is known. */
final class Made {

    private Made() {}

    /** The metadata of an object that is named like its trigger, and goes with it. */
    static ObjectMeta metadata(WayIn wayIn, Map<String, String> annotations) {
        Map<String, String> labels = new TreeMap<>(wayIn.labels());
        labels.put(Scope.CREATED_BY, Scope.KUBELESS);
        return new ObjectMetaBuilder()
                .withNamespace(wayIn.trigger().namespace())
                .withName(wayIn.trigger().name())
                .withLabels(labels)
                .withAnnotations(new TreeMap<>(annotations))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(Kind.HTTP_TRIGGER.apiVersion())
                        .withKind(Kind.HTTP_TRIGGER.name())
                        .withName(wayIn.trigger().name())
                        .withUid(wayIn.uid())
                        .withController(true)
                        .build())
                .build();
    }

    /** Whether we applied it: what Kubeless made, and was not taken over, is not ours to remove. */
    static boolean byUs(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(Apply.HASH);
    }

    /** The triggers that own it. */
    static Set<Key> owners(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals(Kind.HTTP_TRIGGER.name()))
                .filter(owner -> owner.getApiVersion().startsWith(Kind.GROUP + "/"))
                .map(OwnerReference::getName)
                .map(name -> new Key(object.getMetadata().getNamespace(), name))
                .collect(Collectors.toSet());
    }
}
