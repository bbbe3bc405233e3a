package dev.dromedary.runtimes.contract;

import dev.dromedary.runtimes.contract.LanguageRuntime.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Processes of this machine, as local.json says. */
final class Processes implements Room {

    static final String HOST = "127.0.0.1";

    /** Below the ports that the system gives to connections. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;

    /** The variable that says which JVM a process belongs to. */
    static final String OWNER = "DROMEDARY_CONTRACT_TEST";

    /** What each runtime's server needs is made once. */
    private final Map<LanguageRuntime, Path> prepared = new ConcurrentHashMap<>();

    Processes() {
        sweep();
    }

    /** Kills what runs left behind that were killed. */
    private static void sweep() {
        Proc.having(variable -> variable.startsWith(OWNER + "=")
                        && ProcessHandle.of(Long.parseLong(variable.substring(OWNER.length() + 1)))
                                .isEmpty())
                .forEach(Proc::kill);
    }

    @Override
    public Started serve(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        Map<String, String> all = new TreeMap<>(env);
        all.put("FUNC_HOST", HOST);
        all.put("FUNC_PORT", String.valueOf(freePort()));
        return start(runtime, recipe(runtime).serve(), pod, all);
    }

    @Override
    public Ended end(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return Ended.of(serve(runtime, pod, env));
    }

    @Override
    public Ended run(LanguageRuntime runtime, Phase step, Pod pod, Map<String, String> env, Reach reach) {
        return Ended.of(start(runtime, recipe(runtime).step(step.name()), pod, env));
    }

    @Override
    public String volume(Pod pod) {
        return pod.function().toString();
    }

    private Started start(LanguageRuntime runtime, List<String> words, Pod pod, Map<String, String> env) {
        Path cache = prepared.computeIfAbsent(runtime, Processes::prepare);
        Places places = new Places(runtime, cache, pod.function());
        Map<String, String> all = new HashMap<>();
        recipe(runtime).env().forEach((name, value) -> all.put(name, places.resolve(value)));
        all.putAll(env);
        all.put("TERMINATION_LOG", pod.terminationLog().toString());
        try {
            Path log = Files.createTempFile(pod.terminationLog().getParent(), "output", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            words.stream().map(places::resolve).toList())
                    .directory(pod.function().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "JAVA_HOME", "HOME"));
            builder.environment().putAll(all);
            builder.environment()
                    .put(OWNER, String.valueOf(ProcessHandle.current().pid()));
            return new LocalProcess(
                    builder.start(), log, all.getOrDefault("FUNC_PORT", ""), "KUBELESS_INSTALL_VOLUME=" + volume(pod));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the words of a recipe point. */
    private record Places(LanguageRuntime runtime, Path cache, Path function) {

        String resolve(String word) {
            return word.replace("${here}", runtime.folder().toString())
                    .replace("${cache}", cache.toString())
                    .replace("${function}", function.toString())
                    .replace("${version}", runtime.version());
        }
    }

    private static Path prepare(LanguageRuntime runtime) {
        Path caches =
                Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"));
        Path cache = caches.resolve("dromedary/runtimes").resolve(runtime.name());
        Places places = new Places(runtime, cache, Path.of("/"));
        try {
            Process process = new ProcessBuilder(recipe(runtime).prepare().stream()
                            .map(places::resolve)
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        runtime + " cannot be prepared: status " + process.exitValue() + "\n" + output);
            }
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Recipe recipe(LanguageRuntime runtime) {
        return runtime.local().orElseThrow(() -> new IllegalArgumentException(runtime + " has no local.json"));
    }

    private static int freePort() {
        while (true) {
            int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                // The next one, then.
            }
        }
    }
}
