package dev.dromedary.crd;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which function is called: {@code spec.handler}, {@code <module>.<function>}.
 *
 * @param module the file's name without its suffix
 * @param function the name in it
 */
public record Handler(String module, String function) {

    private static final Pattern FORM = Pattern.compile("[^.]+\\.[^.]+");
    /** A file's name: it cannot climb out of the function's folder. */
    private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    /** A name in some language: the commands of a catalogue may put it into a program's text. */
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*[!?]?");

    /** A handler that {@link #problem} finds nothing wrong with. */
    static Handler of(String text) {
        int dot = text.indexOf('.');
        return new Handler(text.substring(0, dot), text.substring(dot + 1));
    }

    /** The handler, if there is one in the spec. */
    public static Optional<Handler> in(FunctionSpec spec) {
        return FunctionSpecs.isEmpty(spec.handler()) ? Optional.empty() : Optional.of(of(spec.handler()));
    }

    /** What is wrong with it; {@code null} counts as empty. */
    static Optional<Problem> problem(String text) {
        String handler = text == null ? "" : text;
        if (!FORM.matcher(handler).matches()) {
            return wrong("'" + handler + "' must be <module>.<function> with exactly one dot, such as hello.run");
        }
        Handler parts = of(handler);
        if (!MODULE.matcher(parts.module).matches()) {
            return wrong("the module before the dot names a file: use letters, digits, '_' and '-' only");
        }
        return FUNCTION.matcher(parts.function).matches()
                ? Optional.empty()
                : wrong(
                        "the function after the dot is a name in the source: use letters, digits, '_', '$' and '-' only");
    }

    @Override
    public String toString() {
        return module + "." + function;
    }

    private static Optional<Problem> wrong(String remedy) {
        return Optional.of(Problem.invalid("spec.handler", remedy));
    }
}
