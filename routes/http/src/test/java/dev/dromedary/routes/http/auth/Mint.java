package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes keys and tokens, right and wrong ones. */
final class Mint {

    static final String ISSUER = "https://id.example";
    static final String AUDIENCE = "shop";
    static final RSAKey RSA = rsa("rsa", 2048);
    static final ECKey EC256 = ec("ec256", Curve.P_256);
    static final ECKey EC384 = ec("ec384", Curve.P_384);
    static final ECKey EC521 = ec("ec521", Curve.P_521);
    private static final KeyPair ED_PAIR = edPair();
    static final OctetKeyPair ED =
            new OctetKeyPair.Builder(Curve.Ed25519, point(ED_PAIR)).keyID("ed").build();

    private Mint() {}

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A JWK Set of public keys. */
    static String set(JWK... keys) {
        return new JWKSet(Arrays.asList(keys)).toString(true);
    }

    /** Claims that are in order, at {@link GateBench#NOW}; then others beside them or, with {@code null}, without one. */
    static Map<String, Object> claims(Object... others) {
        long now = GateBench.NOW.getEpochSecond();
        Map<String, Object> claims =
                new HashMap<>(Map.of("iss", ISSUER, "aud", AUDIENCE, "sub", "ann", "iat", now, "exp", now + 600));
        for (int i = 0; i < others.length; i += 2) {
            if (others[i + 1] == null) {
                claims.remove(others[i].toString());
            } else {
                claims.put(others[i].toString(), others[i + 1]);
            }
        }
        return claims;
    }

    static Map<String, Object> header(String algorithm, String id) {
        return new HashMap<>(Map.of("alg", algorithm, "kid", id, "typ", "JWT"));
    }

    /** A token by a key that fits its algorithm. */
    static String token(String algorithm, JWK key, Map<String, Object> claims) {
        return token(header(algorithm, key.getKeyID()), key, claims);
    }

    static String token(Map<String, Object> header, JWK key, Map<String, Object> claims) {
        String input = input(header, claims);
        return input + "." + signature(header, key, input.getBytes(StandardCharsets.US_ASCII));
    }

    static String input(Map<String, Object> header, Map<String, Object> claims) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(header)) + "."
                + Base64URL.encode(JSONObjectUtils.toJSONString(claims));
    }

    private static Base64URL signature(Map<String, Object> header, JWK key, byte[] input) {
        try {
            if (key instanceof OctetKeyPair) {
                return Base64URL.encode(ed(ED_PAIR.getPrivate(), input));
            }
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
            Map<String, Object> plain = Map.of("alg", header.get("alg"));
            return signer.sign(JWSHeader.parse(plain), input);
        } catch (JOSEException | ParseException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ed(PrivateKey key, byte[] input) throws GeneralSecurityException {
        java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    private static KeyPair edPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last 32 bytes of its X.509 form are the point (RFC 8410). */
    private static Base64URL point(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    static List<JWK> all() {
        return List.of(RSA, EC256, EC384, EC521, ED);
    }
}
