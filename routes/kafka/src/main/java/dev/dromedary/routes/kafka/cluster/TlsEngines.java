package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.routes.core.secrets.TlsMaterial;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/** Gives a Kafka client, which makes it by its name, the connections of our {@link TlsMaterial}. */
public final class TlsEngines implements SslEngineFactory {

    /** The setting that holds a {@link TlsMaterial}. */
    static final String MATERIAL = "dromedary.tls";

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private TlsMaterial material;

    @Override
    public void configure(Map<String, ?> configs) {
        material = (TlsMaterial) configs.get(MATERIAL);
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        SSLEngine engine = material.context().createSSLEngine(peerHost, peerPort);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        if (!material.insecure()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("Clients alone have their connections from here");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public KeyStore keystore() {
        return null;
    }

    @Override
    public KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {}
}
