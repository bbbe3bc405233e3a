package dev.dromedary.routes.core.web;

import dev.dromedary.routes.core.secrets.Pem;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom requests by TLS trust. */
public final class Trust {

    private Trust() {}

    /** Whom Java trusts. */
    public static SslContext ofJava() {
        return with("");
    }

    /**
     * Whom Java trusts, and an installation's own authorities.
     *
     * @param bundle their certificates in PEM; empty: none
     * @throws IllegalArgumentException if it has none, or one that cannot be read
     */
    public static SslContext with(String bundle) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            return (bundle.isBlank() ? builder : builder.trustManager(factory(bundle))).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("The authorities of the installation cannot be read: PEM is wanted", e);
        }
    }

    private static TrustManagerFactory factory(String bundle) throws GeneralSecurityException, IOException {
        List<X509Certificate> all = new ArrayList<>(Pem.certificates(bundle.getBytes(StandardCharsets.UTF_8)));
        TrustManagerFactory javas = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        javas.init((KeyStore) null);
        Arrays.stream(javas.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .forEach(all::add);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), all.get(i));
        }
        TrustManagerFactory both = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        both.init(store);
        return both;
    }
}
