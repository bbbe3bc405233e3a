package dev.dromedary.routes.nats.server;

import dev.dromedary.routes.core.secrets.Material;
import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who a client says that it is. */
sealed interface Credentials {

    /** The entry of a Secret with a name. */
    String USERNAME = "username";

    /** The entry with its password. */
    String PASSWORD = "password";

    /** The entry with a token. */
    String TOKEN = "token";

    /** The entry with the seed of a user's key. */
    String NKEY = "nkey";

    /** The entry with the content of a credentials file: a token and the seed that goes with it. */
    String CREDS = "creds";

    /** Tells a client. */
    void into(Options.Builder options);

    /**
     * Reads which it is.
     *
     * @param from what it is of, for messages
     */
    static Material<Credentials> of(String from, Map<String, byte[]> data) {
        List<String> ways = new ArrayList<>();
        for (String entry : List.of(USERNAME, TOKEN, NKEY, CREDS)) {
            if (data.containsKey(entry) && !text(data.get(entry)).isEmpty()) {
                ways.add(entry);
            }
        }
        if (ways.size() != 1) {
            return new Material.Away<>(from + " must have one of: username and password, token, nkey, creds");
        }
        if (ways.contains(USERNAME) && !data.containsKey(PASSWORD)) {
            return new Material.Away<>(from + " has no entry password: put it in");
        }
        return read(from, ways.get(0), data);
    }

    private static Material<Credentials> read(String from, String entry, Map<String, byte[]> data) {
        String text = text(data.get(entry));
        try {
            return new Material.Ready<>(
                    switch (entry) {
                        case USERNAME -> new Login(text, text(data.get(PASSWORD)));
                        case TOKEN -> new Token(text);
                        case NKEY ->
                            new Signed(new Seed(NKey.fromSeed(text.strip().toCharArray())));
                        default -> new Signed(Nats.staticCredentials(data.get(CREDS)));
                    },
                    List.of());
        } catch (IllegalArgumentException e) {
            // The message might quote what is in it.
            return new Material.Away<>(from + ": the entry " + entry + " cannot be read: "
                    + (entry.equals(NKEY) ? "a user's seed is wanted" : "a credentials file is wanted"));
        }
    }

    /** An entry as text, without a line's end: editors put it there. */
    private static String text(byte[] entry) {
        return new String(entry, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    }

    /** A name and its password. */
    record Login(String username, String password) implements Credentials {

        @Override
        public void into(Options.Builder options) {
            options.userInfo(username, password);
        }

        @Override
        public String toString() {
            return "Login";
        }
    }

    /** A token. */
    record Token(String value) implements Credentials {

        @Override
        public void into(Options.Builder options) {
            options.token(value.toCharArray());
        }

        @Override
        public String toString() {
            return "Token";
        }
    }

    /** What a server hands out is signed. */
    record Signed(AuthHandler handler) implements Credentials {

        @Override
        public void into(Options.Builder options) {
            options.authHandler(handler);
        }

        @Override
        public String toString() {
            return "Signed";
        }
    }

    /** Signs with a user's key alone. */
    record Seed(NKey key) implements AuthHandler {

        @Override
        public byte[] sign(byte[] nonce) {
            try {
                return key.sign(nonce);
            } catch (GeneralSecurityException | IOException e) {
                return new byte[0];
            }
        }

        @Override
        public char[] getID() {
            try {
                return key.getPublicKey();
            } catch (GeneralSecurityException | IOException e) {
                return new char[0];
            }
        }

        @Override
        public char[] getJWT() {
            return null;
        }

        @Override
        public String toString() {
            return "Seed";
        }
    }
}
