package dev.dromedary.routes.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that says exactly what it is told, byte by byte. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    /** What came back; names of headers are in lower case. */
    record Heard(int status, Map<String, String> headers, String body) {}

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends text; line ends are written as {@code \n} and sent as HTTP wants them. */
    RawClient say(String text) throws IOException {
        return send(text.replace("\n", "\r\n"));
    }

    /** Sends text as it is. */
    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** The next answer, its body by its length, its chunks (put together), or to the end of the connection. */
    Heard hear() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(":", 2);
            headers.merge(header[0].toLowerCase(Locale.ROOT), header[1].strip(), (a, b) -> a + ", " + b);
        }
        int code = Integer.parseInt(status[1]);
        return new Heard(code, headers, body(code, headers));
    }

    private String body(int code, Map<String, String> headers) throws IOException {
        if (code < 200 || code == 204 || code == 304) {
            return "";
        }
        if (headers.containsKey("content-length")) {
            return text(socket.getInputStream().readNBytes(Integer.parseInt(headers.get("content-length"))));
        }
        if (!headers.containsKey("transfer-encoding")) {
            return text(socket.getInputStream().readAllBytes());
        }
        StringBuilder body = new StringBuilder();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.append(text(socket.getInputStream().readNBytes(size)));
            line();
        }
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.put("trailer " + line.split(":", 2)[0].toLowerCase(Locale.ROOT), line.split(":", 2)[1].strip());
        }
        return body.toString();
    }

    /** Whether anything has come back that was not heard yet. */
    boolean hasHeard() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    /** So many bytes, as they come. */
    String bytes(int count) throws IOException {
        return text(socket.getInputStream().readNBytes(count));
    }

    /** Whether the other side has ended the connection. */
    boolean isEnded() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("The connection ended after '" + line + "'");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
