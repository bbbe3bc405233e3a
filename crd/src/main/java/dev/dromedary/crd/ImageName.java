package dev.dromedary.crd;

import java.util.Optional;
import java.util.regex.Pattern;

/** References to container images, in the form that registries and container engines share. */
public final class ImageName {

    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String HOST =
            "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?";
    private static final Pattern IMAGE = Pattern.compile("(?:" + HOST + "/)?" + PART + "(?:/" + PART + ")*"
            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9+._-]+:[0-9a-fA-F]{32,})?");
    private static final Pattern REPOSITORY = Pattern.compile(HOST + "(?:/" + PART + ")*");
    private static final Pattern OWNER = Pattern.compile(HOST + "(?:/" + PART + ")+");

    private ImageName() {}

    /** What is wrong with a reference to an image; empty if nothing is. */
    public static Optional<String> trouble(String image) {
        return IMAGE.matcher(image).matches()
                ? Optional.empty()
                : Optional.of(
                        "is '" + image + "', which is no image: write it such as registry.example.com/team/name:tag");
    }

    /** What is wrong with a registry, or a place in one, that images' names are put behind. */
    public static Optional<String> registryTrouble(String registry) {
        return REPOSITORY.matcher(registry).matches()
                ? Optional.empty()
                : Optional.of(
                        "is '" + registry + "': write host[:port][/path], without https:// and without a / at the end");
    }

    /** What is wrong with a place in a registry that belongs to somebody. */
    public static Optional<String> ownerTrouble(String place) {
        return OWNER.matcher(place).matches()
                ? Optional.empty()
                : Optional.of(
                        "is '" + place + "': write host[:port]/owner, without https:// and without a / at the end");
    }
}
