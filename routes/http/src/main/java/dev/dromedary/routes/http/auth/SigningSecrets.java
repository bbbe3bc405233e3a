package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.secrets.Material;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

/** Signing secrets, any of which may have signed. */
final class SigningSecrets {

    /** Each request is signed anew with all of them. */
    private static final int MOST = 16;

    private final Map<String, byte[]> secrets;

    private SigningSecrets(Map<String, byte[]> secrets) {
        this.secrets = secrets;
    }

    /**
     * Reads them.
     *
     * @param secret the name of the Secret, for messages
     */
    static Material<SigningSecrets> of(String secret, Map<String, byte[]> data) {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        data.forEach((name, bytes) -> {
            byte[] value = Entry.value(bytes);
            if (value.length == 0) {
                remarks.add("In the Secret " + secret + " the entry " + name + " is empty, and counts for nothing");
            } else {
                secrets.put(name, value);
            }
        });
        if (secrets.size() > MOST) {
            return new Material.Away<>("The Secret " + secret + " has " + secrets.size()
                    + " entries: each is tried on each request, and at most " + MOST + " may be");
        }
        return secrets.isEmpty()
                ? new Material.Away<>("The Secret " + secret + " has no entry: add the sender's signing secret")
                : new Material.Ready<>(new SigningSecrets(secrets), remarks);
    }

    /** The name of the entry that has signed; empty: none has. */
    Optional<String> signer(Signed signed, ByteBuf body) {
        byte[] before = signed.before().getBytes(StandardCharsets.US_ASCII);
        Optional<String> signer = Optional.empty();
        for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
            Mac mac = Digests.hmac(signed.algorithm(), secret.getValue());
            mac.update(before);
            for (ByteBuffer part : body.nioBuffers()) {
                mac.update(part);
            }
            byte[] right = mac.doFinal();
            for (byte[] signature : signed.signatures()) {
                if (MessageDigest.isEqual(right, signature) && signer.isEmpty()) {
                    signer = Optional.of(secret.getKey());
                }
            }
        }
        return signer;
    }
}
