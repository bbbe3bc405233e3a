package dev.dromedary.runtimes.contract;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Node.js': tar files, and a document for each package. A private registry is one for a scope. */
record NpmPackaging() implements Packaging {

    private static final String PUBLIC = "greeting";
    private static final String SCOPED = "@ours/greeting";

    private static final Map<String, byte[]> TARS = Map.of(
            PUBLIC + OLDER, tar(PUBLIC, OLDER), PUBLIC + NEWER, tar(PUBLIC, NEWER), SCOPED + NEWER, tar(SCOPED, NEWER));

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        TARS.forEach((key, tar) -> files.put("/tar/" + key + ".tgz", tar));
        files.put("/" + PUBLIC, document(PUBLIC, address, OLDER, NEWER));
        files.put("/" + SCOPED, document(SCOPED, address, NEWER));
        return files;
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        String name = wish == Wish.PRIVATE ? SCOPED : PUBLIC;
        String version = wish == Wish.UNFIT ? "^2.0.0" : "*";
        Map<String, String> files = new HashMap<>();
        files.put("function.js", "module.exports = { greet: () => require('" + name + "').TEXT };\n");
        files.put("package.json", "{\"dependencies\": {\"" + name + "\": \"" + version + "\"}}");
        if (wish == Wish.LOCKED || wish == Wish.UNFIT) {
            files.put(
                    "package-lock.json",
                    """
                    {"lockfileVersion": 3, "requires": true, "packages": {
                      "": {"dependencies": {"greeting": "*"}},
                      "node_modules/greeting": {"version": "1.0.0", "integrity": "%s"}}}
                    """
                            .formatted(integrity(PUBLIC + OLDER)));
        }
        return files;
    }

    @Override
    public Map<String, String> registry(String address) {
        // It would wait for more than a minute before it says what is wrong with a certificate.
        return Map.of("NPM_REGISTRY", "https://" + address + "/", "npm_config_fetch_retries", "0");
    }

    @Override
    public Map<String, String> privateRegistry(String address) {
        return Map.of(
                "NPM_REGISTRY",
                "https://" + address + "/",
                "NPM_SCOPE",
                "@ours",
                "NPM_CONFIG_EXTRA",
                "//" + address + "/:_authToken=hidden");
    }

    @Override
    public String authorization() {
        return "Bearer hidden";
    }

    @Override
    public String complaint() {
        return "are in sync";
    }

    private static byte[] document(String name, String address, String... versions) {
        StringBuilder listed = new StringBuilder();
        for (String version : versions) {
            String key = name + version;
            listed.append(listed.isEmpty() ? "" : ",")
                    .append(
                            """
                    "%s": {"name": "%s", "version": "%s", "dist": {"tarball": "https://%s/tar/%s.tgz", "integrity": "%s"}}
                    """
                                    .formatted(version, name, version, address, key, integrity(key)));
        }
        return """
                {"name": "%s", "dist-tags": {"latest": "%s"}, "versions": {%s}}
                """
                .formatted(name, NEWER, listed)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String integrity(String key) {
        return "sha512-" + Digests.base64("SHA-512", TARS.get(key));
    }

    private static byte[] tar(String name, String version) {
        String description = "{\"name\": \"" + name + "\", \"version\": \"" + version + "\"}";
        return Archives.gzip(Archives.tar(Map.of(
                "package/package.json",
                Archives.utf8(description),
                "package/index.js",
                Archives.utf8("exports.TEXT = '" + version + "';\n"))));
    }
}
