package dev.dromedary.crd;

import static dev.dromedary.crd.FunctionSpecs.isEmpty;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be wrong in a FunctionSpec that no schema can tell, or that was stored before there was one. The same rules
 * hold in the cluster and on a laptop.
 */
public final class FunctionCheck {

    private static final Pattern HANDLER = Pattern.compile("[^.]+\\.[^.]+");
    /** A module is a file's name and a handler a name in it: neither can climb out of the function's folder. */
    private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

    private FunctionCheck() {}

    /**
     * The problems of a function that brings code.
     *
     * @param name the Function's name, which its Service gets too
     * @return empty if all is well
     */
    public static List<Problem> problems(String name, FunctionSpec spec, Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>();
        if (!FunctionName.isValid(name)) {
            problems.add(Problem.invalid(
                    "metadata.name",
                    "'" + name + "' cannot name a Service: use at most 63 lower-case letters, digits and '-', "
                            + "starting with a letter"));
        }
        handler(spec).ifPresent(problems::add);
        runtime(spec, catalogue).ifPresent(problems::add);
        source(spec).ifPresent(problems::add);
        if (!FunctionSpecs.timeout(spec).matches("[0-9]{1,9}")
                || FunctionSpecs.timeout(spec).matches("0+")) {
            problems.add(Problem.invalid("spec.timeout", "must be whole seconds above 0, such as \"180\""));
        }
        return List.copyOf(problems);
    }

    private static Optional<Problem> handler(FunctionSpec spec) {
        String handler = spec.handler() == null ? "" : spec.handler();
        if (!HANDLER.matcher(handler).matches()) {
            return Optional.of(Problem.invalid(
                    "spec.handler",
                    "'" + handler + "' must be <module>.<function> with exactly one dot, such as hello.run"));
        }
        boolean plain =
                MODULE.matcher(handler.substring(0, handler.indexOf('.'))).matches();
        return plain
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        "spec.handler",
                        "the module before the dot names a file: use letters, digits, '_' and '-' only"));
    }

    private static Optional<Problem> runtime(FunctionSpec spec, Catalogue catalogue) {
        String wanted = spec.runtime() == null ? "" : spec.runtime();
        Optional<Catalogue.Match> match = catalogue.find(wanted);
        if (match.isPresent()) {
            return match.get().version().image(FunctionRuntime.Phase.RUNTIME).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            "spec.runtime",
                            Reason.UnknownRuntime,
                            "the catalogue has no image of the phase 'runtime' for '" + wanted + "'"));
        }
        return Optional.of(new Problem(
                "spec.runtime",
                Reason.UnknownRuntime,
                "'" + wanted + "' is not in the catalogue; available: " + String.join(", ", catalogue.names())));
    }

    private static Optional<Problem> source(FunctionSpec spec) {
        if (isEmpty(spec.function())) {
            return Optional.of(Problem.invalid("spec.function", "is empty: put the source of the function here"));
        }
        String type = FunctionSpecs.contentType(spec);
        return switch (type) {
            case "text" -> Optional.empty();
            case "base64" ->
                isBase64(spec.function())
                        ? Optional.empty()
                        : Optional.of(Problem.invalid(
                                "spec.function",
                                "is not base64: encode the file with `base64`, or set function-content-type to text"));
            default ->
                Optional.of(new Problem(
                        "spec.function-content-type",
                        Reason.NotSupported,
                        "'" + type + "' is not carried out by this version: use text or base64"));
        };
    }

    /** As {@code base64 -d} has it: line breaks are allowed, anything else outside the alphabet is not. */
    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("[\r\n]", "")).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
