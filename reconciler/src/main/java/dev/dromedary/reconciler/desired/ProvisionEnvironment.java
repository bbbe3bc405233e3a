package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.ContentType.Base;
import dev.dromedary.crd.FunctionRuntime.Image;
import dev.dromedary.crd.FunctionSource;
import dev.dromedary.kube.Hash;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of the steps before the server: what the program {@code provision} reads (provision/README.md), and what
 * the catalogue's commands have always read (contract: function.md 5.3).
 *
 * @param caBundle whether there are certificates beside the source
 * @param cache where installed dependencies are kept for the next pod; empty: nowhere
 */
record ProvisionEnvironment(ValidFunction function, FunctionSource source, boolean caBundle, Optional<URI> cache) {

    private static final Set<String> PROXY = Set.of("http_proxy", "https_proxy", "no_proxy");
    private static final String FUNCTION_NAME = "KUBELESS_FUNC_NAME";
    private static final String DEPENDENCIES = "KUBELESS_DEPS_FILE";
    static final String CA_FILE = Mounts.SOURCE_PATH + "/" + PodSource.CA_BUNDLE;

    /**
     * Of {@code prepare}; of the user's variables only those that name a proxy.
     *
     * @param tools whether the program leaves itself for the next steps
     * @param limit most bytes of the source, unpacked
     */
    List<EnvVar> prepare(boolean tools, long limit) {
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put("SOURCE_KEY", source.file());
        ours.put("SOURCE_TYPE", source.type().base().name().toLowerCase(Locale.ROOT));
        ours.put("SOURCE_ARCHIVE", source.type().isArchive() ? archive() : "");
        ours.put("SOURCE_FILE", source.file());
        ours.put("SOURCE_SHA256", checksum());
        // Without dependencies no file: Node.js refuses to run beside an empty package.json.
        ours.put("DEPS_FILE", source.suppliesDependencyFile() ? source.dependencyFile() : "");
        ours.put("SOURCE_LIMIT_BYTES", String.valueOf(limit));
        if (caBundle) {
            ours.put("CA_BUNDLE", CA_FILE);
        }
        if (tools) {
            ours.put("TOOLS", "1");
        }
        List<EnvVar> proxies = users().stream()
                .filter(variable -> source.type().base() == Base.URL)
                .filter(variable -> PROXY.contains(variable.getName().toLowerCase(Locale.ROOT)))
                .toList();
        return Environment.with(proxies, ours);
    }

    /** Of {@code install}. */
    List<EnvVar> install(Image image) {
        Map<String, String> ours = fallbacks();
        ours.put(Environment.VOLUME, Mounts.FUNCTION_PATH);
        ours.put(DEPENDENCIES, Mounts.FUNCTION_PATH + "/" + source.dependencyFile());
        ours.putAll(new TreeMap<>(image.env()));
        ours.put("DEPS_SHA256", source.suppliesDependencyFile() ? Hash.sha256(source.dependencies()) : "");
        ours.put("INSTALL_COMMAND", command(image, DEPENDENCIES));
        cache.ifPresent(address -> {
            ours.put("CACHE_URL", address.toString());
            ours.put("CACHE_KEY", function.key().namespace() + "/" + cacheKey(image));
        });
        return Environment.with(users(), ours);
    }

    /**
     * Where the installed dependencies are kept: one place for each content. The Function's uid is in it, which nobody can
     * guess who may not read the Function: so no tenant can give another what he installed.
     */
    private String cacheKey(Image image) {
        return Hash.sha256(Hash.of(List.of(
                function.identity().uid(),
                image.image(),
                image.command(),
                image.env(),
                users(),
                source.suppliesDependencyFile() ? source.dependencies() : source.text())));
    }

    /** Of {@code compile}. */
    List<EnvVar> compile(Image image) {
        Map<String, String> ours = fallbacks();
        ours.put(Environment.VOLUME, Mounts.FUNCTION_PATH);
        ours.put(FUNCTION_NAME, source.handler().function());
        // Kubeless gave these to the server alone; a compiler needs them as well.
        ours.put("MOD_NAME", source.handler().module());
        ours.put("FUNC_HANDLER", source.handler().function());
        if (!source.dependencyFile().isEmpty()) {
            ours.put(DEPENDENCIES, Mounts.FUNCTION_PATH + "/" + source.dependencyFile());
        }
        ours.putAll(new TreeMap<>(image.env()));
        return Environment.with(users(), ours);
    }

    /** The shell line of {@code compile}. */
    static String compileCommand(Image image) {
        return command(image, FUNCTION_NAME);
    }

    private static String command(Image image, String kubeless) {
        Set<String> ours = new HashSet<>(image.env().keySet());
        ours.addAll(List.of(Environment.VOLUME, kubeless));
        return CatalogueCommand.of(image.command(), ours);
    }

    /** What a user may set otherwise: a home that can be written to, and where the certificates are. */
    private Map<String, String> fallbacks() {
        Map<String, String> fallbacks = new LinkedHashMap<>();
        fallbacks.put("HOME", "/tmp");
        if (caBundle) {
            List.of("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
                    .forEach(name -> fallbacks.put(name, CA_FILE));
        }
        users().forEach(variable -> fallbacks.remove(variable.getName()));
        return fallbacks;
    }

    private List<EnvVar> users() {
        return function.shape().settings().container().getEnv();
    }

    private String archive() {
        return source.type().archive().name().toLowerCase(Locale.ROOT);
    }

    private String checksum() {
        String checksum = function.spec().checksum();
        return checksum == null ? "" : checksum.replaceFirst("^sha256:", "");
    }
}
