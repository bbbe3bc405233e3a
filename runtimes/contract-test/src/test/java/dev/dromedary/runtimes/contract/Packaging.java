package dev.dromedary.runtimes.contract;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * How the packages of a language are published and asked for. What is published is a package in the versions {@code 1.0.0} and
 * {@code 2.0.0}, whose text is its version.
 */
sealed interface Packaging
        permits BundlerPackaging,
                ComposerPackaging,
                GoPackaging,
                MavenPackaging,
                NpmPackaging,
                NuGetPackaging,
                PipPackaging {

    String OLDER = "1.0.0";
    String NEWER = "2.0.0";

    /** Whom registries know that ask for an account. */
    String BASIC = "Basic " + Base64.getEncoder().encodeToString("reader:hidden".getBytes(StandardCharsets.UTF_8));

    /** What a function asks for. */
    enum Wish {
        /** The package, in any version. */
        ANY,
        /** The older version, which only a lock file names, or what the language has instead. */
        LOCKED,
        /** What is locked is not what is asked for. */
        UNFIT,
        /** The package of the private registry. */
        PRIVATE
    }

    /** That of a runtime; empty: there is none here. */
    static Optional<Packaging> of(LanguageRuntime runtime) {
        return switch (runtime.dependencyFile()) {
            case "project.csproj" -> Optional.of(new NuGetPackaging());
            case "composer.json" -> Optional.of(new ComposerPackaging());
            case "Gemfile" -> Optional.of(new BundlerPackaging());
            case "go.mod" -> Optional.of(new GoPackaging());
            case "pom.xml" -> Optional.of(new MavenPackaging());
            case "requirements.txt" -> Optional.of(new PipPackaging());
            case "package.json" -> Optional.of(new NpmPackaging());
            default -> Optional.empty();
        };
    }

    /** What a registry at an address ({@code host:port}) has, by path. */
    Map<String, byte[]> published(String address);

    /** The files of a function that returns the package's text; lock files may name the registry's address. */
    Map<String, String> function(Wish wish, String address);

    /** The variables that name a registry. */
    Map<String, String> registry(String address);

    /** The variables that name one that wants to know who asks. */
    Map<String, String> privateRegistry(String address);

    /** What that one finds in the header {@code Authorization}. */
    default String authorization() {
        return BASIC;
    }

    /** What is said of a lock that does not fit; where there are no lock files, of a version that is not there. */
    String complaint();
}
