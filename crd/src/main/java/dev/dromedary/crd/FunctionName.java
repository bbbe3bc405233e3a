package dev.dromedary.crd;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a Function, which its Service gets too (RFC 1035): so the rules are those of a Service's name. */
public final class FunctionName {

    /** Longest name, in characters. */
    public static final int LONGEST = 63;

    /** The rule in a schema (CEL). */
    public static final String RULE = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";

    /** What a trigger is told that breaks it. */
    static final String REMEDY = "function-name must be the name of a Function in the same namespace";

    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    private FunctionName() {}

    /** Whether a Service could be called that. */
    static boolean isValid(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** What is wrong with a trigger's {@code spec.function-name}; empty: nothing. */
    public static Optional<Problem> problem(String name) {
        return isValid(name) ? Optional.empty() : Optional.of(Problem.invalid("spec.function-name", REMEDY));
    }
}
