package dev.dromedary.runtimes.contract;

import java.util.HashMap;
import java.util.Map;

/** PHP's: zip files, and one document that lists them. */
record ComposerPackaging() implements Packaging {

    private static final Map<String, byte[]> ZIPS = Map.of(OLDER, zip(OLDER), NEWER, zip(NEWER));

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        ZIPS.forEach((version, zip) -> files.put("/zip/" + version + ".zip", zip));
        String versions = "\"" + OLDER + "\": " + described(OLDER, "https://" + address) + ", \"" + NEWER + "\": "
                + described(NEWER, "https://" + address);
        files.put("/packages.json", Archives.utf8("{\"packages\": {\"ours/greeting\": {" + versions + "}}}"));
        return files;
    }

    private static String described(String version, String registry) {
        return """
                {"name": "ours/greeting", "version": "%s", "autoload": {"files": ["greeting.php"]},
                 "dist": {"type": "zip", "url": "%s/zip/%s.zip", "shasum": "%s"}}
                """
                .formatted(version, registry, version, Digests.hex("SHA-1", ZIPS.get(version)));
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        Map<String, String> files = new HashMap<>();
        files.put("function.php", "<?php\nfunction greet($event, $context) {\n    return greeting();\n}\n");
        String version = wish == Wish.UNFIT ? "^2.0" : "*";
        files.put("composer.json", "{\"require\": {\"ours/greeting\": \"" + version + "\"}}");
        if (wish == Wish.LOCKED || wish == Wish.UNFIT) {
            String locked = described(OLDER, "https://" + address);
            files.put("composer.lock", "{\"packages\": [" + locked + "], \"packages-dev\": [], \"platform\": {}}");
        }
        return files;
    }

    @Override
    public Map<String, String> registry(String address) {
        return Map.of("COMPOSER_MIRROR", "https://" + address);
    }

    @Override
    public Map<String, String> privateRegistry(String address) {
        String account = "{\"username\": \"reader\", \"password\": \"hidden\"}";
        return Map.of("COMPOSER_AUTH", "{\"http-basic\": {\"" + address + "\": " + account + "}}");
    }

    @Override
    public String complaint() {
        return "does not satisfy";
    }

    private static byte[] zip(String version) {
        return Archives.zip(
                Map.of("greeting/greeting.php", "<?php\nfunction greeting() {\n    return '" + version + "';\n}\n"));
    }
}
