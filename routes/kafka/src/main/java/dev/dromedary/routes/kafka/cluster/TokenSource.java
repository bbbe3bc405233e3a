package dev.dromedary.routes.kafka.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.secrets.Material;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where tokens come from: a Secret, or a server that gives them for a client's id and secret. */
sealed interface TokenSource {

    /** The entry of a Secret with a token. */
    String TOKEN = "token";

    /** The entry with a client's id. */
    String CLIENT = "client-id";

    /** The entry with its secret. */
    String SECRET = "client-secret";

    /** How long a token is taken for good of which nobody says it. */
    Duration LIFETIME = Duration.ofHours(1);

    ObjectMapper JSON = new ObjectMapper();

    /** A token, now. */
    Token get() throws IOException;

    /**
     * A token.
     *
     * @param until it is of use
     */
    record Token(String value, Instant until) {
        @Override
        public String toString() {
            return "Token[until=" + until + "]";
        }
    }

    /**
     * Reads which it is.
     *
     * @param from what it is of, for messages
     */
    static Material<TokenSource> of(
            String from, Map<String, byte[]> data, Optional<Cluster.Tokens> tokens, Egress egress) {
        List<String> needed = tokens.isPresent() ? List.of(CLIENT, SECRET) : List.of(TOKEN);
        for (String entry : needed) {
            if (!data.containsKey(entry)) {
                return new Material.Away<>(from + " has no entry " + entry + ": put it in"
                        + (tokens.isPresent() ? "" : ", or say in spec.sasl.tokenUrl where tokens are to be had"));
            }
        }
        TokenSource source = tokens.<TokenSource>map(server -> new Asked(
                        server, new TokenRequest(egress), Login.text(data.get(CLIENT)), Login.text(data.get(SECRET))))
                .orElseGet(() -> new Given(Login.text(data.get(TOKEN)).strip()));
        return new Material.Ready<>(source, List.of());
    }

    /** The Secret has it. */
    record Given(String value) implements TokenSource {

        @Override
        public Token get() {
            Instant now = Clock.systemUTC().instant();
            return new Token(value, expiry().orElse(now.plus(LIFETIME)));
        }

        /** What a JSON Web Token says of itself; empty: it is none, or says nothing. */
        private Optional<Instant> expiry() {
            String[] parts = value.split("\\.", -1);
            if (parts.length < 2) {
                return Optional.empty();
            }
            try {
                JsonNode exp =
                        JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
                return exp.isNumber() ? Optional.of(Instant.ofEpochSecond(exp.asLong())) : Optional.empty();
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "Given";
        }
    }

    /** A server gives it (RFC 6749, 4.4). */
    record Asked(Cluster.Tokens server, TokenRequest request, String client, String secret) implements TokenSource {

        @Override
        public Token get() throws IOException {
            String form = "grant_type=client_credentials"
                    + server.scope()
                            .map(scope -> "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8))
                            .orElse("");
            String login = URLEncoder.encode(client, StandardCharsets.UTF_8) + ":"
                    + URLEncoder.encode(secret, StandardCharsets.UTF_8);
            String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            JsonNode answer = JSON.readTree(request.post(server.url(), basic, form));
            JsonNode token = answer.path("access_token");
            if (!token.isTextual() || token.asText().isEmpty()) {
                throw new IOException("The token server's answer has no access_token");
            }
            long seconds = answer.path("expires_in").asLong(LIFETIME.toSeconds());
            return new Token(token.asText(), Clock.systemUTC().instant().plusSeconds(Math.max(1, seconds)));
        }

        @Override
        public String toString() {
            return "Asked[" + server.url() + "]";
        }
    }
}
