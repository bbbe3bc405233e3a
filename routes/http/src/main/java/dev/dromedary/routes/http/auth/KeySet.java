package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.dromedary.routes.core.secrets.Material;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The public keys of an issuer, as a JWK Set (RFC 7517). Keys that are no use here are left out: symmetric ones, of other curves,
 * too short.
 *
 * @param keys RSA, EC and Ed25519 keys
 */
record KeySet(List<JWK> keys) {

    /** Which algorithms tokens may be signed by: with a key that can be public, each with its curve. */
    static final Map<String, Optional<Curve>> ALGORITHMS = Map.of(
            "RS256", Optional.empty(),
            "RS384", Optional.empty(),
            "RS512", Optional.empty(),
            "PS256", Optional.empty(),
            "PS384", Optional.empty(),
            "PS512", Optional.empty(),
            "ES256", Optional.of(Curve.P_256),
            "ES384", Optional.of(Curve.P_384),
            "ES512", Optional.of(Curve.P_521),
            "EdDSA", Optional.of(Curve.Ed25519));

    /** Newer than {@code EdDSA}, and the same with the one curve that is taken here (RFC 9864). */
    private static final String ED25519 = "Ed25519";

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.Ed25519);
    private static final int SHORTEST_RSA_BITS = 2_048;
    private static final int MOST_KEYS = 100;

    /**
     * Reads one.
     *
     * @param from where it is from, for messages
     */
    static Material<KeySet> of(String from, byte[] document) {
        List<JWK> keys = new ArrayList<>();
        try {
            Map<String, Object>[] all = JSONObjectUtils.getJSONObjectArray(
                    JSONObjectUtils.parse(new String(document, StandardCharsets.UTF_8)), "keys");
            for (int i = 0; all != null && i < Math.min(all.length, MOST_KEYS); i++) {
                read(all[i]).ifPresent(keys::add);
            }
        } catch (ParseException e) {
            return new Material.Away<>(from + " is no JWK Set");
        }
        return keys.isEmpty()
                ? new Material.Away<>(from + " holds no key that tokens can be checked by: RSA of " + SHORTEST_RSA_BITS
                        + " bits or more, P-256, P-384, P-521 or Ed25519")
                : new Material.Ready<>(new KeySet(List.copyOf(keys)), List.of());
    }

    private static Optional<JWK> read(Map<String, Object> key) {
        try {
            return Optional.of(JWK.parse(key)).filter(KeySet::isOfUse).map(JWK::toPublicJWK);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            // One that nobody here can read may be of use to others.
            return Optional.empty();
        }
    }

    private static boolean isOfUse(JWK key) {
        boolean form =
                switch (key) {
                    case RSAKey rsa -> rsa.size() >= SHORTEST_RSA_BITS;
                    case ECKey ec -> CURVES.contains(ec.getCurve());
                    case OctetKeyPair pair -> CURVES.contains(pair.getCurve());
                    default -> false;
                };
        return form
                && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    /** What an algorithm is called in {@link #ALGORITHMS}. */
    static String plain(String algorithm) {
        return algorithm.equals(ED25519) ? "EdDSA" : algorithm;
    }

    /**
     * Those that may have signed a token with this header: of the named id, else all; and for its algorithm. What the header
     * says of keys beyond that (jwk, jku, x5c, x5u) is the sender's word, and counts for nothing.
     */
    List<JWK> candidates(JWSHeader header) {
        String algorithm = plain(header.getAlgorithm().getName());
        return keys.stream()
                .filter(key -> header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
                .filter(key -> isFor(key, algorithm))
                .toList();
    }

    private static boolean isFor(JWK key, String algorithm) {
        Optional<Curve> curve = Optional.ofNullable(ALGORITHMS.get(algorithm)).orElse(Optional.empty());
        boolean kind =
                switch (key) {
                    case ECKey ec -> curve.filter(ec.getCurve()::equals).isPresent();
                    case OctetKeyPair pair ->
                        curve.filter(pair.getCurve()::equals).isPresent();
                    default -> curve.isEmpty();
                };
        return kind
                && (key.getAlgorithm() == null
                        || plain(key.getAlgorithm().getName()).equals(algorithm));
    }
}
