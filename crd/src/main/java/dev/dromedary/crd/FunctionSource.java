package dev.dromedary.crd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files a function is made of, read from its spec.
 *
 * @param module the part of the handler before the dot
 * @param handler the part after it
 * @param fileName the file the source goes to, such as {@code hello.py}
 * @param text {@code spec.function} as it was written
 * @param base64 whether that is base64 of the file
 * @param dependencyFile such as {@code requirements.txt}; empty: the runtime has none
 * @param dependencies its text; empty: there are none to install
 */
public record FunctionSource(
        String module,
        String handler,
        String fileName,
        String text,
        boolean base64,
        String dependencyFile,
        String dependencies) {

    /** The source of a function that {@link FunctionCheck} found nothing wrong with. */
    public static FunctionSource of(FunctionSpec spec, FunctionRuntime runtime) {
        String[] parts = spec.handler().split("\\.", -1);
        return new FunctionSource(
                parts[0],
                parts[1],
                parts[0] + runtime.fileNameSuffix(),
                spec.function(),
                FunctionSpecs.contentType(spec).startsWith("base64"),
                runtime.depName(),
                runtime.depName().isEmpty() || spec.deps() == null ? "" : spec.deps());
    }

    /** The file's bytes, decoded. */
    public byte[] content() {
        return base64 ? Base64.getMimeDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The data of the ConfigMap named like the function, as Kubeless writes it (contract: handler, file, deps). */
    public Map<String, String> configMapData() {
        Map<String, String> data = new TreeMap<>();
        data.put("handler", module + "." + handler);
        data.put(fileName, text);
        if (!dependencyFile.isEmpty()) {
            data.put(dependencyFile, dependencies);
        }
        return data;
    }
}
