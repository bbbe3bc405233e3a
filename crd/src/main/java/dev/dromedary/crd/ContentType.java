package dev.dromedary.crd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code spec.function} holds: Kubeless' {@code function-content-type}, such as {@code base64+zip+deps}.
 *
 * @param base how the bytes come: as text, as base64 of them, or from a URL
 * @param archive what the bytes are: one file, or an archive of several
 * @param bringsDependencies {@code +deps}: the archive has the dependency file in it
 */
public record ContentType(Base base, Archive archive, boolean bringsDependencies) {

    private static final Pattern FORM = Pattern.compile("(text|base64|url)?(?:\\+(zip|compressedtar))?(\\+deps)?");

    /** How the bytes come. */
    public enum Base {
        TEXT,
        BASE64,
        URL
    }

    /** What the bytes are. */
    public enum Archive {
        /** One file. */
        NONE,
        ZIP,
        /** tar, packed by gzip, bzip2 or xz, or not at all. */
        COMPRESSEDTAR
    }

    /**
     * Reads the text. An archive that claims to be text is base64 of it: Kubeless' command line writes that for an archive
     * that happens to be valid UTF-8, and Kubeless could not unpack it.
     *
     * @param text empty or {@code null}: one file of text
     * @return empty for a text that names no content type
     */
    public static Optional<ContentType> parse(String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Archive archive = parts.group(2) == null
                ? Archive.NONE
                : Archive.valueOf(parts.group(2).toUpperCase(java.util.Locale.ROOT));
        Base base =
                Base.valueOf(parts.group(1) == null ? "TEXT" : parts.group(1).toUpperCase(java.util.Locale.ROOT));
        boolean packedText = base == Base.TEXT && archive != Archive.NONE;
        return Optional.of(new ContentType(packedText ? Base.BASE64 : base, archive, parts.group(3) != null));
    }

    /** Whether it is an archive. */
    public boolean isArchive() {
        return archive != Archive.NONE;
    }

    /** As the user may write it. */
    @Override
    public String toString() {
        return lower(base) + (isArchive() ? "+" + lower(archive) : "") + (bringsDependencies ? "+deps" : "");
    }

    private static String lower(Enum<?> part) {
        return part.name().toLowerCase(java.util.Locale.ROOT);
    }
}
