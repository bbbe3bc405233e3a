package dev.dromedary.crd;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of Kubernetes objects such as Secrets: DNS subdomains (RFC 1123). */
public final class ObjectName {

    private static final int LONGEST = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

    private ObjectName() {}

    /** What is wrong with a name; empty if nothing is. */
    public static Optional<String> trouble(String name) {
        return name.length() <= LONGEST && SUBDOMAIN.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "is '" + name + "', which is no object's name: use lower-case letters, digits, '-' and '.'");
    }
}
