package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Whether a token was signed by a key. */
final class Signature {

    private static final int ED25519_BYTES = 32;

    private Signature() {}

    static boolean isBy(JWK key, JWSObject token) {
        try {
            return switch (key) {
                case RSAKey rsa -> token.verify(new RSASSAVerifier(rsa));
                case ECKey ec -> token.verify(new ECDSAVerifier(ec));
                case OctetKeyPair pair -> isByEd25519(pair, token);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException e) {
            // A key or a signature that cannot be.
            return false;
        }
    }

    /** By Java's own: Nimbus' verifier wants Tink, which is a dozen megabytes. */
    private static boolean isByEd25519(OctetKeyPair pair, JWSObject token) throws GeneralSecurityException {
        java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
        signature.initVerify(ed25519(pair.getX().decode()));
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }

    /** A point is its y, the lowest byte first, with the parity of x in the highest bit (RFC 8032, 5.1.2). */
    private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
        if (point.length != ED25519_BYTES) {
            throw new GeneralSecurityException("An Ed25519 key has 32 bytes");
        }
        byte[] y = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            y[i] = point[ED25519_BYTES - 1 - i];
        }
        boolean isOdd = (y[0] & 0x80) != 0;
        y[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isOdd, new BigInteger(1, y))));
    }
}
