package dev.dromedary.routes.core.secrets;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom connections of a client believe, and who they say we are: out of PEM, and in memory alone.
 *
 * @param insecure whether anybody is believed, whatever his name
 */
public record TlsMaterial(SSLContext context, boolean insecure) {

    /** The entry of a Secret with the certificates of those who are believed; without it, the JDK's own. */
    public static final String AUTHORITIES = "ca.crt";

    /** The entry with our own certificate; without it we are nobody in particular. */
    public static final String CERTIFICATE = "tls.crt";

    /** The entry with its key. */
    public static final String KEY = "tls.key";

    private static final char[] NO_PASSWORD = {};

    /**
     * Reads it.
     *
     * @param from what it is of, for messages
     * @param data entries as a Secret has them
     * @param insecure whether anybody is to be believed
     */
    public static Material<TlsMaterial> of(String from, Map<String, byte[]> data, boolean insecure) {
        if (data.containsKey(CERTIFICATE) != data.containsKey(KEY)) {
            return new Material.Away<>(from + " has one of " + CERTIFICATE + " and " + KEY + ": put in both, or none");
        }
        String entry = AUTHORITIES;
        try {
            // Netty's are extended: with others the JDK would look at the host's name itself.
            TrustManager[] trust = insecure ? InsecureTrustManagerFactory.INSTANCE.getTrustManagers() : trust(data);
            entry = CERTIFICATE + " or " + KEY;
            KeyManager[] keys = keys(data);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, new SecureRandom());
            return new Material.Ready<>(new TlsMaterial(context, insecure), List.of());
        } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
            // The message of a decoder might quote what is in it.
            return new Material.Away<>(from + ": the entry " + entry + " cannot be read: PEM is wanted");
        }
    }

    private static TrustManager[] trust(Map<String, byte[]> data) throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (data.containsKey(AUTHORITIES)) {
            store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            List<X509Certificate> believed = Pem.certificates(data.get(AUTHORITIES));
            for (int i = 0; i < believed.size(); i++) {
                store.setCertificateEntry(String.valueOf(i), believed.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Map<String, byte[]> data) throws GeneralSecurityException, IOException {
        if (!data.containsKey(CERTIFICATE)) {
            return new KeyManager[0];
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        X509Certificate[] chain = Pem.certificates(data.get(CERTIFICATE)).toArray(X509Certificate[]::new);
        store.setKeyEntry("own", Pem.key(data.get(KEY)), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }
}
