package dev.dromedary.runtimes.contract;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Go's: a module proxy. What is locked stands in go.mod, and its hash in go.sum. */
record GoPackaging() implements Packaging {

    private static final String MODULE = "example.com/greeting";
    private static final String MODULE_FILE = "module " + MODULE + "\n";

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        String folder = "/" + MODULE + "/@v/";
        for (String version : new String[] {OLDER, NEWER}) {
            String name = named(version);
            files.put(folder + name + ".info", Archives.utf8("{\"Version\": \"" + name + "\"}"));
            files.put(folder + name + ".mod", Archives.utf8(MODULE_FILE));
            files.put(
                    folder + name + ".zip",
                    Archives.zip(Map.of(MODULE + "@" + name + "/greeting.go", source(version))));
        }
        files.put(folder + "list", Archives.utf8(named(OLDER) + "\n" + named(NEWER) + "\n"));
        return files;
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        Map<String, String> files = new HashMap<>();
        files.put(
                "function.go",
                """
                package kubeless

                import (
                \t"%s"
                \t"github.com/kubeless/kubeless/pkg/functions"
                )

                func greet(functions.Event, functions.Context) (string, error) {
                \treturn greeting.Text, nil
                }
                """
                        .formatted(MODULE));
        boolean locked = wish == Wish.LOCKED || wish == Wish.UNFIT;
        files.put("go.mod", "module function\n\ngo 1.21\n" + (locked ? "\nrequire " + MODULE + " v1.0.0\n" : ""));
        if (locked) {
            String module = Digests.hex("SHA-256", Archives.utf8(MODULE_FILE)) + "  go.mod\n";
            String content = Digests.hex("SHA-256", Archives.utf8(source(wish == Wish.LOCKED ? OLDER : NEWER)));
            String line = content + "  " + MODULE + "@v1.0.0/greeting.go\n";
            files.put("go.sum", sum("v1.0.0", line) + sum("v1.0.0/go.mod", module));
        }
        return files;
    }

    @Override
    public Map<String, String> registry(String address) {
        return Map.of("GOPROXY", "https://" + address, "GOSUMDB", "off");
    }

    @Override
    public Map<String, String> privateRegistry(String address) {
        return Map.of("GOPROXY", "https://reader:hidden@" + address);
    }

    @Override
    public String complaint() {
        return "checksum mismatch";
    }

    /** A second major version without a go.mod of its own, as modules had that are older than these files. */
    private static String named(String version) {
        return "v" + version + (version.equals(NEWER) ? "+incompatible" : "");
    }

    private static String source(String version) {
        return "package greeting\n\nconst Text = \"" + version + "\"\n";
    }

    private static String sum(String what, String lines) {
        String hash = Digests.base64("SHA-256", lines.getBytes(StandardCharsets.UTF_8));
        return MODULE + " " + what + " h1:" + hash + "\n";
    }
}
