package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The ConfigMap with the function's source, named like the function (contract: function.md 4.1). */
public final class SourceConfigMap {

    /** The key of the certificates that dependency installation trusts; ours. */
    static final String CA_BUNDLE = "ca-bundle.crt";

    private SourceConfigMap() {}

    /**
     * What the ConfigMap should be.
     *
     * @param caBundle PEM text for dependency installation; empty: none
     */
    public static Wanted of(ValidFunction function, String caBundle) {
        return new Wanted.Present(
                Kind.CONFIG_MAP,
                new ConfigMapBuilder()
                        .withMetadata(metadata(function))
                        .withData(data(function, caBundle))
                        .build());
    }

    static Map<String, String> data(ValidFunction function, String caBundle) {
        Map<String, String> data = new TreeMap<>(function.source().configMapData());
        if (!caBundle.isEmpty() && !function.source().dependencies().isBlank()) {
            data.put(CA_BUNDLE, caBundle);
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
