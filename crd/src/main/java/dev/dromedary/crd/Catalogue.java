package dev.dromedary.crd;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runtimes an installation offers: {@code runtime-images} of the configuration, in Kubeless' format.
 *
 * @param runtimes in the order of the catalogue, which is the order users see
 */
public record Catalogue(List<FunctionRuntime> runtimes) {

    public static final Catalogue EMPTY = new Catalogue(List.of());

    private static final Pattern RUNTIME = Pattern.compile("([A-Za-z_-]+)([0-9.]*)");

    /** The key of the configuration that holds the catalogue. */
    public static final String KEY = "runtime-images";

    /**
     * A runtime that was found for a function.
     *
     * @param runtime the language
     * @param version the version that runs
     * @param substituted whether the user asked for another version than the one that runs
     */
    public record Match(FunctionRuntime runtime, FunctionRuntime.Version version, boolean substituted) {

        /** What runs, as a runtime string, such as {@code python3.11}. */
        public String name() {
            return runtime.id() + version.version();
        }
    }

    /**
     * Reads a catalogue, with all that is wrong with it.
     *
     * @param text a JSON or YAML array; empty or {@code null}: no runtimes
     */
    public static Reading<Catalogue> read(String text) {
        CatalogueReader reader = new CatalogueReader();
        Catalogue catalogue = reader.catalogue(Document.parse(text, KEY), KEY);
        return reader.problems().isEmpty()
                ? new Reading<>(Optional.of(catalogue), List.of(), List.of())
                : new Reading<>(Optional.empty(), reader.problems(), List.of());
    }

    /**
     * Reads a catalogue that must be without mistake.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public static Catalogue parse(String text) {
        Reading<Catalogue> reading = read(text);
        return valid(reading.value().orElse(EMPTY), reading.problems());
    }

    static <T> T valid(T value, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        return value;
    }

    /**
     * The same catalogue with the serving images that the program's environment names instead:
     * {@code <ID in upper case><version>_RUNTIME}, such as {@code PYTHON3.11_RUNTIME}, as Kubeless has it.
     */
    public Catalogue withOverrides(Map<String, String> environment) {
        return new Catalogue(runtimes.stream()
                .map(runtime -> runtime.withOverrides(environment))
                .toList());
    }

    /**
     * The runtime for a function's {@code spec.runtime}: the one named; else the one that lists it as an alias; else,
     * for a version older than the newest of its language, the nearest newer one.
     *
     * @param wanted such as {@code python3.11}, {@code python2.7} or {@code nodejs6}
     */
    public Optional<Match> find(String wanted) {
        return named(wanted).or(() -> aliased(wanted)).or(() -> nearest(wanted));
    }

    /** The same catalogue with every image's name changed. */
    public Catalogue withImages(UnaryOperator<String> change) {
        return new Catalogue(
                runtimes.stream().map(runtime -> runtime.withImages(change)).toList());
    }

    /** All runtime strings on offer, in catalogue order. */
    public List<String> names() {
        return matches().map(Match::name).toList();
    }

    private Optional<Match> named(String wanted) {
        return matches().filter(match -> match.name().equals(wanted)).findFirst();
    }

    private Optional<Match> aliased(String wanted) {
        return matches()
                .filter(match -> match.version().aliases().contains(wanted))
                .findFirst()
                .map(Catalogue::substitute);
    }

    private Optional<Match> nearest(String wanted) {
        Matcher parts = RUNTIME.matcher(wanted);
        if (!parts.matches() || parts.group(2).isEmpty()) {
            return Optional.empty();
        }
        return matches()
                .filter(match -> match.runtime().id().equals(parts.group(1)))
                .filter(match -> Versions.compare(match.version().version(), parts.group(2)) > 0)
                .min(Comparator.comparing(match -> match.version().version(), Versions::compare))
                .map(Catalogue::substitute);
    }

    private Stream<Match> matches() {
        return runtimes.stream()
                .flatMap(runtime -> runtime.versions().stream().map(version -> new Match(runtime, version, false)));
    }

    private static Match substitute(Match match) {
        return new Match(match.runtime(), match.version(), true);
    }
}
