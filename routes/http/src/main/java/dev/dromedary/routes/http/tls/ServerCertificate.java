package dev.dromedary.routes.http.tls;

import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.Pem;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * A certificate and its key, to show to clients.
 *
 * <p>TLS 1.2 and 1.3, by BoringSSL where it is at hand; HTTP/2 and HTTP/1.1 are offered.
 */
final class ServerCertificate {

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private SslContext context;

    private ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /** The one in a Secret of type {@code kubernetes.io/tls}. */
    static Material<ServerCertificate> of(String secret, Map<String, byte[]> data) {
        for (String entry : List.of(CERTIFICATE, KEY)) {
            if (!data.containsKey(entry)) {
                return new Material.Away<>("The Secret " + secret + " has no entry " + entry
                        + ": make it by kubectl create secret tls " + secret + " --cert=FILE --key=FILE");
            }
        }
        String entry = CERTIFICATE;
        try {
            List<X509Certificate> chain = Pem.certificates(data.get(CERTIFICATE));
            entry = KEY;
            PrivateKey key = Pem.key(data.get(KEY));
            if (!fits(key, chain.getFirst())) {
                return new Material.Away<>(
                        "In the Secret " + secret + " " + KEY + " is not the key of the certificate in " + CERTIFICATE
                                + ": put in the two that belong together, the server's own certificate first");
            }
            return new Material.Ready<>(new ServerCertificate(chain, key), List.of());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The message of a decoder might quote what is in it.
            String why = e instanceof GeneralSecurityException ? e.getMessage() : "is not base64";
            return new Material.Away<>(
                    "The entry " + entry + " of the Secret " + secret + " " + why + ": PEM is wanted");
        }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /** The server's own. */
    X509Certificate own() {
        return chain.getFirst();
    }

    /** What connections are secured by; made when it is asked for first. */
    synchronized SslContext context() throws SSLException {
        if (context == null) {
            context = SslContextBuilder.forServer(key, chain)
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        }
        return context;
    }
}
