package dev.dromedary.crd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files a function is made of, read from its spec.
 *
 * @param handler which file, and which function in it
 * @param type what {@code text} is
 * @param file the name of the source in the ConfigMap, such as {@code hello.py}, and of the file it goes to; of an archive
 *     the module alone, as Kubeless has it
 * @param text {@code spec.function} as it was written
 * @param dependencyFile such as {@code requirements.txt}; empty: the runtime has none
 * @param dependencies its text; empty: there are none to install, or the archive has them
 */
public record FunctionSource(
        Handler handler, ContentType type, String file, String text, String dependencyFile, String dependencies) {

    /** The source of a function that {@link FunctionCheck} found nothing wrong with. */
    public static FunctionSource of(FunctionSpec spec, FunctionRuntime runtime) {
        Handler handler = Handler.of(spec.handler());
        ContentType type = ContentType.parse(spec.contentType()).orElseThrow();
        return new FunctionSource(
                handler,
                type,
                handler.module() + (type.isArchive() ? "" : runtime.fileNameSuffix()),
                spec.function(),
                runtime.depName(),
                runtime.depName().isEmpty() || spec.deps() == null ? "" : spec.deps());
    }

    /** Whether there is something to install: a dependency file with something in it, or one in the archive. */
    public boolean hasDependencies() {
        return !dependencyFile.isEmpty() && (!dependencies.isBlank() || type.bringsDependencies());
    }

    /** Whether the dependency file comes from {@code spec.deps}, and not out of the archive. */
    public boolean suppliesDependencyFile() {
        return hasDependencies() && !type.bringsDependencies();
    }

    /**
     * The bytes, decoded: of a file or an archive.
     *
     * @throws IllegalStateException for a source that is elsewhere (a URL)
     */
    public byte[] content() {
        return switch (type.base()) {
            case TEXT -> text.getBytes(StandardCharsets.UTF_8);
            case BASE64 -> Base64.getMimeDecoder().decode(text);
            case URL -> throw new IllegalStateException("The source is at a URL");
        };
    }

    /** The data of the ConfigMap named like the function, as Kubeless writes it (contract: handler, file, deps). */
    public Map<String, String> configMapData() {
        Map<String, String> data = new TreeMap<>();
        data.put("handler", handler.toString());
        data.put(file, text);
        if (!dependencyFile.isEmpty()) {
            data.put(dependencyFile, dependencies);
        }
        return data;
    }
}
