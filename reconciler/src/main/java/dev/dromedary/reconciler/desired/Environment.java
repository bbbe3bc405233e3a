package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionSpecs;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of the containers: the user's variables first, then Kubeless' in Kubeless' order, then the catalogue's
 * (contract: function.md 5.1). A name stands once: Kubeless' variables cannot be overridden, for the server reads them.
 */
final class Environment {

    private static final String VOLUME = "KUBELESS_INSTALL_VOLUME";

    private Environment() {}

    static List<EnvVar> serving(ValidFunction function) {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("FUNC_HANDLER", function.source().handler());
        ours.put("MOD_NAME", function.source().module());
        ours.put("FUNC_TIMEOUT", FunctionSpecs.timeout(function.spec()));
        ours.put("FUNC_RUNTIME", function.runtime().name());
        ours.put("FUNC_MEMORY_LIMIT", memoryLimit(function));
        ours.put("FUNC_PORT", String.valueOf(function.shape().ports().serverPort()));
        ours.put(VOLUME, Mounts.FUNCTION_PATH);
        ours.putAll(new TreeMap<>(function.runtime().serving().env()));
        return with(function, ours);
    }

    static List<EnvVar> installing(ValidFunction function, Map<String, String> phase, boolean caBundle) {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put(VOLUME, Mounts.FUNCTION_PATH);
        ours.put(
                "KUBELESS_DEPS_FILE",
                Mounts.FUNCTION_PATH + "/" + function.source().dependencyFile());
        ours.put("HOME", "/tmp");
        if (caBundle) {
            String file = Mounts.SOURCE_PATH + "/" + SourceConfigMap.CA_BUNDLE;
            ours.put("PIP_CERT", file);
            ours.put("SSL_CERT_FILE", file);
            ours.put("REQUESTS_CA_BUNDLE", file);
            ours.put("NODE_EXTRA_CA_CERTS", file);
        }
        ours.putAll(new TreeMap<>(phase));
        return with(function, ours);
    }

    private static List<EnvVar> with(ValidFunction function, Map<String, String> ours) {
        List<EnvVar> all = new ArrayList<>();
        function.shape().settings().env().stream()
                .filter(variable -> !ours.containsKey(variable.getName()))
                .forEach(all::add);
        ours.forEach((name, value) -> all.add(new EnvVar(name, value, null)));
        return all;
    }

    private static String memoryLimit(ValidFunction function) {
        Quantity limit = Resourcing.of(function.shape().settings().resources())
                .getLimits()
                .get("memory");
        return limit.toString();
    }
}
