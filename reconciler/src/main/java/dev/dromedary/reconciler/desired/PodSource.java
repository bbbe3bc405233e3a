package dev.dromedary.reconciler.desired;

import dev.dromedary.kube.Hash;
import dev.dromedary.reconciler.Code;
import dev.dromedary.reconciler.ValidFunction;
import dev.dromedary.reconciler.configuration.Configuration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ConfigMap that the pods of a function read. It is made once a pass: the source may be long, and is hashed whole.
 *
 * @param name the function's, and the hash
 * @param hash of all that is in it
 * @param data source, dependency file, and certificates where they are wanted
 */
public record PodSource(String name, String hash, Map<String, String> data) {

    /** The key of the certificates that downloads trust; ours. */
    static final String CA_BUNDLE = "ca-bundle.crt";

    private static final int SHORT_HASH = 16;

    /** Of a function whose code is put into its pods; empty for any other. */
    public static Optional<PodSource> of(ValidFunction function, Configuration configuration) {
        return function.code() instanceof Code.Injected code
                ? Optional.of(of(function, code, configuration))
                : Optional.empty();
    }

    static PodSource of(ValidFunction function, Code.Injected code, Configuration configuration) {
        Map<String, String> data = new TreeMap<>(code.source().configMapData());
        if (InitContainers.trustsBundle(code, configuration)) {
            data.put(CA_BUNDLE, configuration.sources().caBundle());
        }
        String hash = Hash.of(data).substring(0, SHORT_HASH);
        return new PodSource(function.key().name() + "-" + hash, hash, data);
    }
}
