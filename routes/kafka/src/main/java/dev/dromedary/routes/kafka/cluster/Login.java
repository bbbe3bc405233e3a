package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.routes.core.secrets.Material;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A name and its password. */
record Login(String username, String password) {

    /** The entry of a Secret with the name. */
    static final String USERNAME = "username";

    /** The entry with the password. */
    static final String PASSWORD = "password";

    /**
     * Reads it. A line's end after either is none of theirs: editors put it there.
     *
     * @param from what it is of, for messages
     */
    static Material<Login> of(String from, Map<String, byte[]> data) {
        for (String entry : List.of(USERNAME, PASSWORD)) {
            if (!data.containsKey(entry) || text(data.get(entry)).isEmpty()) {
                return new Material.Away<>(from + " has no entry " + entry + ": put it in");
            }
        }
        return new Material.Ready<>(new Login(text(data.get(USERNAME)), text(data.get(PASSWORD))), List.of());
    }

    /** An entry as text, without a line's end. */
    static String text(byte[] entry) {
        return new String(entry, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    }

    /** What is secret stays so. */
    @Override
    public String toString() {
        return "Login";
    }
}
