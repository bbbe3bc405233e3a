package dev.dromedary.routes.http.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** The forms in which {@code htpasswd} and {@code openssl passwd} write hashes; never a password as it is. */
final class HashForm {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final Pattern APACHE = Pattern.compile("(\\$apr1\\$[./A-Za-z0-9]{1,8})\\$[./A-Za-z0-9]{22}");
    private static final Pattern SHA_CRYPT =
            Pattern.compile("(\\$([56])\\$(?:rounds=([0-9]{1,9})\\$)?[./A-Za-z0-9]{1,16})\\$[./A-Za-z0-9]{43,86}");
    private static final String SHA = "{SHA}";
    private static final int SHA_BYTES = 20;
    private static final String UNKNOWN = "is in no form that is known: make it by htpasswd -B";

    /** Half a second or so: the threads that compute them are shared by all triggers. */
    private static final int HIGHEST_COST = 13;

    private static final int MOST_ROUNDS = 1_000_000;

    private HashForm() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, or would take too long; the message says what to do, and nothing secret
     */
    static PasswordHash read(String hash) {
        if (hash.startsWith(SHA)) {
            return sha(hash.substring(SHA.length()));
        }
        Matcher bcrypt = BCRYPT.matcher(hash);
        if (bcrypt.matches()) {
            limit("cost", bcrypt.group(1), HIGHEST_COST);
            return password -> BCrypt.checkpw(password, hash);
        }
        // The library wipes what it was given.
        Matcher apache = APACHE.matcher(hash);
        if (apache.matches()) {
            return password -> isSame(hash, Md5Crypt.apr1Crypt(password.clone(), apache.group(1)));
        }
        Matcher sha = SHA_CRYPT.matcher(hash);
        if (sha.matches()) {
            limit("number of rounds", sha.group(3) == null ? "0" : sha.group(3), MOST_ROUNDS);
            return sha.group(2).equals("5")
                    ? password -> isSame(hash, Sha2Crypt.sha256Crypt(password.clone(), sha.group(1)))
                    : password -> isSame(hash, Sha2Crypt.sha512Crypt(password.clone(), sha.group(1)));
        }
        throw new IllegalArgumentException(UNKNOWN);
    }

    private static PasswordHash sha(String base64) {
        byte[] digest;
        try {
            digest = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(UNKNOWN, e);
        }
        if (digest.length != SHA_BYTES) {
            throw new IllegalArgumentException(UNKNOWN);
        }
        return password -> MessageDigest.isEqual(digest, Digests.sha1().digest(password));
    }

    private static void limit(String what, String number, int highest) {
        if (Integer.parseInt(number) > highest) {
            throw new IllegalArgumentException(
                    "has the " + what + " " + number + ": at most " + highest + " is computed");
        }
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.ISO_8859_1), other.getBytes(StandardCharsets.ISO_8859_1));
    }
}
