package dev.dromedary.reconciler.desired;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shell line of the catalogue. Kubernetes puts variables for <code>$(NAME)</code> into arguments and into the values of
 * other variables: of a variable of the user's that would be his text in the administrator's shell line.
 */
final class CatalogueCommand {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

    private CatalogueCommand() {}

    /**
     * The line, so that the shell reads what the catalogue says.
     *
     * @param ours the names of variables that users cannot set: Kubernetes goes on putting these in
     */
    static String of(String command, Set<String> ours) {
        return REFERENCE
                .matcher(command)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null || ours.contains(match.group(1)) ? match.group() : "$" + match.group()));
    }
}
