package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionSource;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/**
 * The ConfigMaps with a function's source (contract: function.md 4.1). One is named like the function: Kubeless' users and
 * tools read it. The pods read another, which is named by its content and never changes, so that an old pod that starts
 * again in the middle of a rollout finds the old source.
 */
public final class SourceConfigMap {

    /** The label of those that pods read; its value is the hash of the content. */
    public static final String SOURCE = "dromedary.dev/source";

    private SourceConfigMap() {}

    /** What the ConfigMap named like the function should be: without a handler it is empty, as Kubeless has it. */
    public static Wanted of(ValidFunction function) {
        return new Wanted.Present(
                Kind.CONFIG_MAP,
                new ConfigMapBuilder()
                        .withMetadata(metadata(function))
                        .withData(function.code()
                                .given()
                                .map(FunctionSource::configMapData)
                                .orElse(Map.of()))
                        .build());
    }

    /** What the ConfigMap that the pods read should be. */
    public static Wanted ofPods(ValidFunction function, PodSource source) {
        ObjectMeta metadata = new ObjectMetaBuilder(metadata(function))
                .withName(source.name())
                .addToLabels(SOURCE, source.hash())
                .build();
        return new Wanted.Present(
                Kind.CONFIG_MAP,
                new ConfigMapBuilder()
                        .withMetadata(metadata)
                        .withImmutable(true)
                        .withData(source.data())
                        .build());
    }

    /** The metadata of everything that is made for a function. */
    static ObjectMeta metadata(ValidFunction function) {
        return new ObjectMetaBuilder()
                .withNamespace(function.key().namespace())
                .withName(function.key().name())
                .withLabels(function.labels())
                .withOwnerReferences(function.owner())
                .build();
    }
}
