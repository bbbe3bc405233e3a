package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionSource;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Hash;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.Code;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ConfigMaps with a function's source (contract: function.md 4.1). One is named like the function: Kubeless' users and
 * tools read it. The pods read another, which is named by its content and never changes, so that an old pod that starts
 * again in the middle of a rollout finds the old source.
 */
public final class SourceConfigMap {

    /** The label of those that pods read; its value is the hash of the content. */
    public static final String SOURCE = "dromedary.dev/source";

    /** The key of the certificates that downloads trust; ours. */
    static final String CA_BUNDLE = "ca-bundle.crt";

    private static final int SHORT_HASH = 16;

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
    public static Wanted ofPods(ValidFunction function, Code.Injected code, Configuration configuration) {
        ObjectMeta metadata = new ObjectMetaBuilder(metadata(function))
                .withName(name(function, code, configuration))
                .addToLabels(SOURCE, hash(code, configuration))
                .build();
        return new Wanted.Present(
                Kind.CONFIG_MAP,
                new ConfigMapBuilder()
                        .withMetadata(metadata)
                        .withImmutable(true)
                        .withData(data(code, configuration))
                        .build());
    }

    /** The name of the ConfigMap that the pods read. */
    static String name(ValidFunction function, Code.Injected code, Configuration configuration) {
        return function.key().name() + "-" + hash(code, configuration);
    }

    /** The hash of all that the pods read. */
    static String hash(Code.Injected code, Configuration configuration) {
        return Hash.of(data(code, configuration)).substring(0, SHORT_HASH);
    }

    private static Map<String, String> data(Code.Injected code, Configuration configuration) {
        Map<String, String> data = new TreeMap<>(code.source().configMapData());
        if (InitContainers.trustsBundle(code, configuration)) {
            data.put(CA_BUNDLE, configuration.sources().caBundle());
        }
        return data;
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
