package dev.dromedary.runtimes.contract;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Python's: wheels in a simple index. A file of requirements with hashes is its lock file. */
record PipPackaging() implements Packaging {

    private static final Map<String, byte[]> WHEELS = Map.of(OLDER, wheel(OLDER), NEWER, wheel(NEWER));

    @Override
    public Map<String, byte[]> published(String address) {
        Map<String, byte[]> files = new HashMap<>();
        StringBuilder index = new StringBuilder();
        WHEELS.forEach((version, wheel) -> {
            String name = "greeting-" + version + "-py2.py3-none-any.whl";
            files.put("/files/" + name, wheel);
            index.append("<a href=\"/files/" + name + "#sha256=" + hash(version) + "\">" + name + "</a>\n");
        });
        files.put("/simple/greeting/", index.toString().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    @Override
    public Map<String, String> function(Wish wish, String address) {
        String requirement =
                switch (wish) {
                    case ANY, PRIVATE -> "greeting";
                    case LOCKED -> "greeting==1.0.0 --hash=sha256:" + hash(OLDER);
                    case UNFIT -> "greeting==2.0.0 --hash=sha256:" + hash(OLDER);
                };
        return Map.of(
                "function.py",
                "import greeting\n\n\ndef greet(event, context):\n    return greeting.TEXT\n",
                "requirements.txt",
                requirement + "\n");
    }

    @Override
    public Map<String, String> registry(String address) {
        return Map.of("PIP_INDEX_URL", "https://" + address + "/simple/");
    }

    @Override
    public Map<String, String> privateRegistry(String address) {
        return Map.of("PIP_INDEX_URL", "https://reader:hidden@" + address + "/simple/");
    }

    @Override
    public String complaint() {
        return "DO NOT MATCH THE HASHES";
    }

    private static String hash(String version) {
        return Digests.hex("SHA-256", WHEELS.get(version));
    }

    private static byte[] wheel(String version) {
        String info = "greeting-" + version + ".dist-info/";
        Map<String, String> files = Map.of(
                "greeting.py",
                "TEXT = \"" + version + "\"\n",
                info + "METADATA",
                "Metadata-Version: 2.1\nName: greeting\nVersion: " + version + "\n",
                info + "WHEEL",
                "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n",
                info + "RECORD",
                "");
        return Archives.zip(files);
    }
}
