package dev.dromedary.routes.nats.server;

import dev.dromedary.routes.core.secrets.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Encrypted connections to whom the certificate names: the client of NATS by itself does not look at that. */
final class NamedTls extends SSLContextSpi {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int HANDSHAKE = (int) Duration.ofSeconds(5).toMillis();

    private final TlsMaterial material;
    private final UnaryOperator<String> names;

    private NamedTls(TlsMaterial material, UnaryOperator<String> names) {
        this.material = material;
        this.names = names;
    }

    /**
     * A context for a client of NATS.
     *
     * @param names the name of the server at an address
     */
    static SSLContext of(TlsMaterial material, UnaryOperator<String> names) {
        SSLContext plain = material.context();
        return new SSLContext(new NamedTls(material, names), plain.getProvider(), plain.getProtocol()) {};
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new Sockets(material, names);
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        throw new UnsupportedOperationException("It is what the trigger says");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException("Clients alone have their connections from here");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        throw new UnsupportedOperationException("Clients of NATS have sockets");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        throw new UnsupportedOperationException("Clients of NATS have sockets");
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return material.context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return material.context().getClientSessionContext();
    }

    /** Over sockets that are connected already, as the client of NATS has them. */
    private static final class Sockets extends SSLSocketFactory {

        private final TlsMaterial material;
        private final UnaryOperator<String> names;
        private final SSLSocketFactory plain;

        Sockets(TlsMaterial material, UnaryOperator<String> names) {
            this.material = material;
            this.names = names;
            this.plain = material.context().getSocketFactory();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            socket.setSoTimeout(HANDSHAKE);
            SSLSocket secured = (SSLSocket) plain.createSocket(socket, names.apply(host), port, autoClose);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            if (!material.insecure()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            secured.setSSLParameters(parameters);
            secured.addHandshakeCompletedListener(done -> goOn(socket));
            return secured;
        }

        private static void goOn(Socket socket) {
            try {
                socket.setSoTimeout(0);
            } catch (SocketException e) {
                // It is closed by now.
            }
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return plain.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return plain.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
