package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionSource;
import dev.dromedary.crd.FunctionSpecs;
import dev.dromedary.reconciler.Code;
import dev.dromedary.reconciler.Runtimes;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The environment of the serving container: the user's variables first, then Kubeless' in Kubeless' order, then the
 * catalogue's (contract: function.md 5.1). A name stands once: Kubeless' variables cannot be overridden, for the server
 * reads them.
 */
public final class Environment {

    static final String VOLUME = "KUBELESS_INSTALL_VOLUME";

    private Environment() {}

    /**
     * The whole of it. Handler, time-out and runtime are said only of a function with handler and source, as Kubeless has it.
     *
     * @param memoryLimit of the container; {@code null}: none
     */
    public static List<EnvVar> serving(ValidFunction function, Quantity memoryLimit) {
        Map<String, String> ours = new LinkedHashMap<>();
        Optional<FunctionSource> source = function.code().given();
        source.ifPresent(given -> {
            ours.put("FUNC_HANDLER", given.handler().function());
            ours.put("MOD_NAME", given.handler().module());
            ours.put("FUNC_TIMEOUT", FunctionSpecs.timeout(function.spec()));
            ours.put("FUNC_RUNTIME", runtimeName(function));
            ours.put("FUNC_MEMORY_LIMIT", memoryLimit == null ? "0" : memoryLimit.toString());
        });
        ours.put("FUNC_PORT", String.valueOf(function.shape().serverPort()));
        function.code().onRuntime().ifPresent(runtime -> {
            ours.put(VOLUME, Mounts.FUNCTION_PATH);
            ours.putAll(new TreeMap<>(runtime.serving().env()));
        });
        return with(function.shape().settings().container().getEnv(), ours);
    }

    /** Of several variables of one name the last, which Kubernetes takes: server-side apply refuses a name that stands twice. */
    static List<EnvVar> once(List<EnvVar> variables) {
        Map<String, EnvVar> byName = new LinkedHashMap<>();
        for (EnvVar variable : variables) {
            byName.remove(variable.getName());
            byName.put(variable.getName(), variable);
        }
        return List.copyOf(byName.values());
    }

    /** The user's variables, without those of ours, and then ours. */
    static List<EnvVar> with(List<EnvVar> users, Map<String, String> ours) {
        List<EnvVar> all = new ArrayList<>();
        once(users).stream()
                .filter(variable -> !ours.containsKey(variable.getName()))
                .forEach(all::add);
        ours.forEach((name, value) -> all.add(new EnvVar(name, value, null)));
        return all;
    }

    /** What really runs; of an image of the user's own only he knows. */
    private static String runtimeName(ValidFunction function) {
        String written =
                function.spec().runtime() == null ? "" : function.spec().runtime();
        return switch (function.code()) {
            case Code.OwnImage own -> written;
            default -> function.code().onRuntime().map(Runtimes::name).orElse(written);
        };
    }
}
