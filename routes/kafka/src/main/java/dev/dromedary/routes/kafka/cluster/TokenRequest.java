package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.routes.core.Egress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST, by HTTP/1.0, to the very address that was checked: the JDK's own clients look a name up again when they connect. What
 * a server answers is not shown to anybody.
 */
record TokenRequest(Egress egress) {

    private static final int TIMEOUT = (int) Duration.ofSeconds(10).toMillis();
    private static final int LONGEST = 65_536;

    /** The body of a good answer. */
    byte[] post(URI url, String basic, String form) throws IOException {
        boolean tls = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.setSoTimeout(TIMEOUT);
            plain.connect(new InetSocketAddress(address(url.getHost(), port), port), TIMEOUT);
            try (Socket socket = tls ? secured(plain, url.getHost(), port) : plain) {
                socket.getOutputStream().write(request(url, basic, form).getBytes(StandardCharsets.ISO_8859_1));
                return body(socket.getInputStream());
            }
        }
    }

    private InetAddress address(String host, int port) throws IOException {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (egress.allows(address, port)) {
                return address;
            }
        }
        throw new IOException("The token server is at no address that the router may connect to");
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String request(URI url, String basic, String form) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return "POST " + path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()) + " HTTP/1.0\r\nHost: "
                + url.getRawAuthority() + "\r\nAuthorization: Basic " + basic
                + "\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length() + "\r\nConnection: close\r\n\r\n" + form;
    }

    private static byte[] body(InputStream in) throws IOException {
        String answer = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0 || !answer.matches("(?s)HTTP/1\\.[01] 200 .*")) {
            String status = answer.lines().findFirst().orElse("");
            throw new IOException("The token server does not answer 200"
                    + (status.matches("HTTP/1\\.[01] [0-9]{3}.*") ? " but " + status.substring(9, 12) : ""));
        }
        return answer.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    }
}
