package dev.dromedary.crd;

import static dev.dromedary.crd.FunctionSpecs.isEmpty;

import java.net.URI;
import java.net.URISyntaxException;
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

    private static final Pattern CHECKSUM = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    private FunctionCheck() {}

    /**
     * The problems of a function whose code is put into a runtime's image.
     *
     * @param name the Function's name, which its Service gets too
     * @return empty if all is well
     */
    public static List<Problem> problems(String name, FunctionSpec spec, Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>(general(name, spec));
        Handler.problem(spec.handler()).ifPresent(problems::add);
        runtime(spec, catalogue).ifPresent(problems::add);
        contentType(spec).ifPresent(problems::add);
        source(spec).ifPresent(problems::add);
        oneFile(spec, catalogue).ifPresent(problems::add);
        dependencies(spec, catalogue).ifPresent(problems::add);
        return List.copyOf(problems);
    }

    /**
     * The problems of a function that brings an image of its own: it may do without handler, source and runtime.
     *
     * @param name the Function's name, which its Service gets too
     * @return empty if all is well
     */
    public static List<Problem> problemsWithOwnImage(String name, FunctionSpec spec) {
        List<Problem> problems = new ArrayList<>(general(name, spec));
        if (!isEmpty(spec.handler())) {
            Handler.problem(spec.handler()).ifPresent(problems::add);
        }
        contentType(spec).ifPresent(problems::add);
        return List.copyOf(problems);
    }

    private static List<Problem> general(String name, FunctionSpec spec) {
        List<Problem> problems = new ArrayList<>();
        if (!FunctionName.isValid(name)) {
            problems.add(Problem.invalid(
                    "metadata.name",
                    "'" + name + "' cannot name a Service: use at most 63 lower-case letters, digits and '-', "
                            + "starting with a letter"));
        }
        String timeout = FunctionSpecs.timeout(spec);
        if (!timeout.matches("[0-9]{1,9}") || timeout.matches("0+")) {
            problems.add(Problem.invalid("spec.timeout", "must be whole seconds above 0, such as \"180\""));
        }
        if (!isEmpty(spec.checksum()) && !CHECKSUM.matcher(spec.checksum()).matches()) {
            problems.add(
                    Problem.invalid("spec.checksum", "must be sha256:<64 hex digits>, or empty to verify nothing"));
        }
        return problems;
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
        return switch (ContentType.parse(spec.contentType())
                .map(ContentType::base)
                .orElse(ContentType.Base.TEXT)) {
            case TEXT -> Optional.empty();
            case BASE64 ->
                isBase64(spec.function())
                        ? Optional.empty()
                        : Optional.of(Problem.invalid(
                                "spec.function",
                                "is not base64: encode the file with `base64`, or set function-content-type to text"));
            case URL -> url(spec.function());
        };
    }

    private static Optional<Problem> contentType(FunctionSpec spec) {
        return ContentType.parse(spec.contentType()).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.invalid(
                        "spec.function-content-type",
                        "'" + spec.contentType() + "' must be text, base64 or url, with +zip or +compressedtar and"
                                + " +deps where they apply"));
    }

    private static Optional<Problem> url(String text) {
        String remedy = "must be a URL that starts with http:// or https:// and names a host";
        try {
            URI uri = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null
                    ? Optional.empty()
                    : Optional.of(Problem.invalid("spec.function", remedy));
        } catch (URISyntaxException e) {
            return Optional.of(Problem.invalid("spec.function", remedy + ": " + e.getReason()));
        }
    }

    /** What cannot be installed must not be passed over: the function would fail at its first import. */
    private static Optional<Problem> dependencies(FunctionSpec spec, Catalogue catalogue) {
        Optional<FunctionRuntime> runtime =
                Optional.ofNullable(spec.runtime()).flatMap(catalogue::find).map(Catalogue.Match::runtime);
        boolean lost = !isEmpty(spec.deps())
                && !spec.deps().isBlank()
                && runtime.map(FunctionRuntime::depName).filter(String::isEmpty).isPresent();
        return lost
                ? Optional.of(Problem.invalid(
                        "spec.deps", "the runtime " + spec.runtime() + " has no dependency file: leave it empty"))
                : Optional.empty();
    }

    /** Source and dependency file have a key of one ConfigMap each: an archive's is the module alone. */
    private static Optional<Problem> oneFile(FunctionSpec spec, Catalogue catalogue) {
        if (Handler.problem(spec.handler()).isPresent() || contentType(spec).isPresent()) {
            return Optional.empty();
        }
        return Optional.ofNullable(spec.runtime())
                .flatMap(catalogue::find)
                .map(match -> FunctionSource.of(spec, match.runtime()))
                .filter(source -> source.file().equals(source.dependencyFile()))
                .map(source -> Problem.invalid(
                        "spec.handler",
                        "the module is called like the dependency file " + source.file() + ": call it otherwise"));
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
