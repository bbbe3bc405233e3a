package dev.dromedary.local;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Resources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the person at the terminal what is so, once: faults with file and line, and every change of {@code Ready}. */
final class Report {

    /** Told already: faults with file and line, and a function that is not ready by the function's own line. */
    private static final Set<String> TOLD = Set.of(
            Reason.InvalidSpec.name(),
            Reason.UnknownRuntime.name(),
            Reason.NotSupported.name(),
            Reason.FunctionNotReady.name());

    /** What an HTTPTrigger's status says: host (in angle brackets where it is any) and path. */
    private static final Pattern ADDRESS = Pattern.compile("https?://([^/]*)(.*)");

    private final Consumer<String> print;

    /** A report to whoever prints lines. */
    Report(Consumer<String> print) {
        this.print = print;
    }

    void fault(Fault fault) {
        print.accept(fault.toString());
    }

    void say(String text) {
        print.accept(text);
    }

    /** What a function printed. */
    void output(Key function, String line) {
        print.accept(function.name() + " | " + line);
    }

    /**
     * Follows what the status of a kind's objects says.
     *
     * @param port where HTTPTriggers are reached
     */
    void follow(Resources resources, Kind kind, int port) {
        var unused = resources.cache(kind).listen((before, after) -> {
            if (after.isEmpty()) {
                before.ifPresent(gone -> print.accept("gone       " + kind + " " + Key.of(gone)));
                return;
            }
            Optional<Map<?, ?>> ready = ready(after.get());
            if (ready.isPresent() && !Objects.equals(said(before.flatMap(Report::ready)), said(ready))) {
                tell(kind, after.get(), ready.get(), port);
            }
        });
    }

    private void tell(Kind kind, GenericKubernetesResource object, Map<?, ?> ready, int port) {
        String name = kind + " " + Key.of(object);
        if ("True".equals(ready.get("status"))) {
            print.accept("ready      " + name + way(object, port));
        } else if (!TOLD.contains(String.valueOf(ready.get("reason")))) {
            print.accept("not ready  " + name + ": " + ready.get("message"));
        }
    }

    /** How to reach an HTTPTrigger from here, whatever its host. */
    private static String way(GenericKubernetesResource object, int port) {
        if (!(object.getAdditionalProperties().get("status") instanceof Map<?, ?> status)
                || !(status.get("address") instanceof String address)) {
            return "";
        }
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return "";
        }
        String host = parts.group(1).startsWith("<") ? "" : "-H 'Host: " + parts.group(1) + "' ";
        return "  curl " + host + "http://" + FunctionServer.HOST + ":" + port + parts.group(2);
    }

    /** When it last changed is no news. */
    private static Optional<List<Object>> said(Optional<Map<?, ?>> ready) {
        return ready.map(condition ->
                java.util.Arrays.asList(condition.get("status"), condition.get("reason"), condition.get("message")));
    }

    private static Optional<Map<?, ?>> ready(GenericKubernetesResource object) {
        return object.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                        && status.get("conditions") instanceof List<?> conditions
                ? conditions.stream()
                        .<Map<?, ?>>map(condition -> (Map<?, ?>) condition)
                        .filter(condition -> Condition.READY.equals(condition.get("type")))
                        .findFirst()
                : Optional.empty();
    }
}
