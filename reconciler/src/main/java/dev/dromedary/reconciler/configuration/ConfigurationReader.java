package dev.dromedary.reconciler.configuration;

import dev.dromedary.crd.Catalogue;
import dev.dromedary.crd.FunctionRuntime;
import dev.dromedary.crd.ImageName;
import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Spelling;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the configuration strictly: Kubeless passed over what it did not know, or failed every function with it. All
 * problems are found at once.
 */
public final class ConfigurationReader {

    /** Every key that may stand in the ConfigMap; Kubeless' first. */
    static final List<String> KEYS = List.of(
            "deployment",
            Catalogue.KEY,
            "enable-build-step",
            "function-registry-tls-verify",
            "provision-image",
            "provision-image-secret",
            "builder-image",
            "builder-image-secret",
            "ingress-enabled",
            "service-type",
            "functions-namespace",
            "image-registry",
            "ca-bundle",
            "function-registry",
            "build-failure",
            "default-resources",
            "pod-policy",
            "source-limit",
            "dependency-cache");

    private static final List<String> SERVICE_TYPES = List.of("ClusterIP", "NodePort", "LoadBalancer");

    private final Entries entries;
    private final Surroundings surroundings;
    private final List<String> notes = new ArrayList<>();

    private ConfigurationReader(Map<String, String> data, Surroundings surroundings) {
        this.entries = new Entries(data, new ArrayList<>());
        this.surroundings = surroundings;
    }

    /** Reads the data of a ConfigMap. */
    public static ReadConfiguration read(Map<String, String> data, Surroundings surroundings) {
        return new ConfigurationReader(data, surroundings).read();
    }

    private ReadConfiguration read() {
        entries.data().keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .sorted()
                .forEach(key -> entries.wrong(key, Spelling.remedy(key, KEYS)));
        Images images = images();
        Configuration configuration = new Configuration(
                catalogue().withImages(images::resolve), images, builds(), PodEntries.read(entries), sources());
        namespace();
        unused();
        return new ReadConfiguration(
                Optional.of(configuration).filter(any -> entries.problems().isEmpty()),
                List.copyOf(entries.problems()),
                List.copyOf(notes));
    }

    private Catalogue catalogue() {
        Reading<Catalogue> reading = Catalogue.read(entries.data().get(Catalogue.KEY));
        entries.problems().addAll(reading.problems());
        Catalogue catalogue = reading.value().orElse(Catalogue.EMPTY);
        catalogue.runtimes().forEach(this::override);
        return catalogue.withOverrides(surroundings.environment());
    }

    private void override(FunctionRuntime runtime) {
        runtime.versions().stream().map(runtime::override).forEach(variable -> {
            String image = surroundings.environment().getOrDefault(variable, "");
            if (!image.isBlank()) {
                ImageName.trouble(image)
                        .ifPresent(trouble -> entries.wrong("environment variable " + variable, trouble));
                notes.add("environment variable " + variable + " sets the image " + image);
            }
        });
    }

    private Images images() {
        Images own = new Images(
                entries.text("image-registry", ImageName::registryTrouble),
                image("provision-image", "kubeless/unzip", Images.DEFAULT.provision()),
                image("builder-image", "kubeless/function-image-builder", Images.DEFAULT.builder()),
                Stream.of("provision-image-secret", "builder-image-secret")
                        .map(key -> entries.text(key, ObjectName::trouble))
                        .filter(secret -> !secret.isEmpty())
                        .distinct()
                        .toList());
        return new Images(own.registry(), own.resolve(own.provision()), own.resolve(own.builder()), own.pullSecrets());
    }

    /** Kubeless' own programs speak another contract: a ConfigMap that still names them means ours. */
    private String image(String key, String kubeless, String standard) {
        String image = entries.text(key, ImageName::trouble);
        if (image.matches("([^/]+/)?" + kubeless + "([:@].*)?")) {
            notes.add(key + " is Kubeless' own " + image + ", which cannot do what is asked of it here: " + standard
                    + " stands in for it");
            return standard;
        }
        return image.isEmpty() ? standard : image;
    }

    private Builds builds() {
        return new Builds(
                entries.isTrue("enable-build-step", Builds.DEFAULT.enabled()),
                entries.isTrue("function-registry-tls-verify", Builds.DEFAULT.verifyTls()),
                entries.text("function-registry", ImageName::ownerTrouble),
                entries.choice("build-failure", Builds.DEFAULT.onFailure()));
    }

    private Sources sources() {
        String caBundle = entries.data().getOrDefault("ca-bundle", "");
        if (!caBundle.isBlank() && !caBundle.contains("-----BEGIN CERTIFICATE-----")) {
            entries.wrong("ca-bundle", "has no certificate: put in PEM text, -----BEGIN CERTIFICATE----- and so on");
        }
        return new Sources(
                PodEntries.bytes(entries, "source-limit", Sources.DEFAULT.limit()),
                Optional.of(entries.text("dependency-cache", ConfigurationReader::urlTrouble))
                        .filter(url -> !url.isEmpty() && urlTrouble(url).isEmpty())
                        .map(URI::create),
                caBundle);
    }

    private static Optional<String> urlTrouble(String url) {
        return url.matches("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?")
                ? Optional.empty()
                : Optional.of("is '" + url + "': write a URL such as http://kubeless-cache.kubeless.svc:8080, without"
                        + " user, query or fragment");
    }

    /** Which namespaces are looked after is settled when the program starts, so it cannot follow an edit. */
    private void namespace() {
        String wanted = entries.text("functions-namespace", ObjectName::trouble);
        if (!wanted.isEmpty() && !wanted.equals(surroundings.functionsNamespace())) {
            String present = surroundings.functionsNamespace();
            entries.wrong(
                    "functions-namespace",
                    "is '" + wanted + "', but the reconciler was started for "
                            + (present.equals("*") ? "all namespaces" : "'" + present + "'")
                            + ": set DROMEDARY_FUNCTIONS_NAMESPACE=" + wanted
                            + " on the reconciler and the router, or remove the key");
        }
    }

    /** Two keys that Kubeless asks for and that nobody reads, there as here. */
    private void unused() {
        entries.isTrue("ingress-enabled", false);
        entries.text(
                "service-type",
                type -> SERVICE_TYPES.contains(type)
                        ? Optional.empty()
                        : Optional.of("'" + type + "' " + Spelling.remedy(type, SERVICE_TYPES)));
    }
}
