package dev.dromedary.runtimes.contract;

import dev.dromedary.runtimes.contract.Room.Reach;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What happens to a function before it is served: installation and compilation, as far as its runtime has them. */
final class Steps {

    private static final Map<String, String> ENV = Map.of(
            "MOD_NAME", "function",
            "FUNC_HANDLER", Server.HANDLER,
            "FUNC_TIMEOUT", "3",
            "FUNC_MEMORY_LIMIT", "128Mi",
            "FUNC_PORT", "8080");
    private static final Map<LanguageRuntime, Pod> CONTRACT = new ConcurrentHashMap<>();

    private Steps() {}

    /** A pod with the source of the contract test's function. */
    static Pod source(LanguageRuntime runtime) {
        return Pod.create().with("function" + runtime.suffix(), runtime.source("contract/function"));
    }

    /** A pod of one's own with the function of the contract test, all steps taken. */
    static Pod contract(LanguageRuntime runtime) {
        Pod made = CONTRACT.computeIfAbsent(runtime, key -> taken(key, source(key), Map.of()));
        return Pod.create().withAll(made.function());
    }

    /** The pod, after its steps, none of which may fail. */
    static Pod taken(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        take(runtime, pod, env).ifPresent(failed -> {
            throw new AssertionError("A step ended with status " + failed.status() + ":\n" + failed.log());
        });
        return pod;
    }

    /** Takes the steps: the one that failed. */
    static Optional<Ended> take(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return take(runtime, pod, env, Reach.NOTHING);
    }

    /** The same, where they reach this machine. */
    static Optional<Ended> online(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return take(runtime, pod, env, Reach.THIS_MACHINE);
    }

    private static Optional<Ended> take(LanguageRuntime runtime, Pod pod, Map<String, String> env, Reach reach) {
        Map<String, String> all = environment(runtime, pod, env);
        all.put("KUBELESS_DEPS_FILE", Room.CURRENT.volume(pod) + "/" + runtime.dependencyFile());
        all.put("KUBELESS_FUNC_NAME", all.get("FUNC_HANDLER"));
        all.put("HOME", "/tmp");
        return runtime.steps().stream()
                .map(step -> Room.CURRENT.run(runtime, step, pod, all, reach))
                .filter(ended -> ended.status() != 0)
                .findFirst();
    }

    /** The end of a function that cannot be served: of the step that fails, or of the server. */
    static Ended end(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return take(runtime, pod, env).orElseGet(() -> Room.CURRENT.end(runtime, pod, environment(runtime, pod, env)));
    }

    /** What Kubernetes gives every container, beyond what the catalogue says. */
    static Map<String, String> environment(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        Map<String, String> all = new HashMap<>(ENV);
        all.put("KUBELESS_INSTALL_VOLUME", Room.CURRENT.volume(pod));
        all.put("FUNC_RUNTIME", runtime.name());
        all.putAll(env);
        return all;
    }
}
