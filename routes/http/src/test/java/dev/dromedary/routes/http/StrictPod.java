package dev.dromedary.routes.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A pod that takes every byte by the letter of RFC 9112, notes what is not by it, and answers with the id of the request. */
final class StrictPod implements AutoCloseable {

    /** The header of its answers: the ids of the request, joined. */
    static final String SEEN = "X-Seen";

    private static final Pattern LINE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!\"$-~]+ HTTP/1\\.1");
    private static final Pattern HEADER =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?([!-~\\x80-\\xff]([\\t -~\\x80-\\xff]*[!-~\\x80-\\xff])?)?");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern SIZE = Pattern.compile("[0-9a-f]+");
    private static final Pattern NO_LOOKALIKE =
            Pattern.compile("content-length|transfer-encoding|host|x-forwarded-.*|x-real-ip");
    /** What no trailer may say (RFC 9110, 6.5.1), and what the router alone says. */
    private static final Pattern NO_TRAILER = Pattern.compile(
            "content-(length|type|encoding|range)|transfer-encoding|host|authorization|proxy-.*|(set-)?cookie|connection|"
                    + "upgrade|expect|te|trailer|range|cache-control|x-forwarded-.*|x-real-ip|forwarded|event-.*|x-auth-user");

    private final String id;
    private final RawPod pod;
    final List<Arrived> arrived = new CopyOnWriteArrayList<>();

    /**
     * A request that came.
     *
     * @param ids what its headers say that tell one request from another
     * @param whole whether its body came to the end
     * @param wrongs what is not as it must be
     */
    record Arrived(String target, List<String> ids, boolean whole, List<String> wrongs, String head) {}

    /**
     * One that listens.
     *
     * @param id the name of the header that tells one request from another
     */
    StrictPod(String id) throws IOException {
        this.id = id.toLowerCase(Locale.ROOT);
        this.pod = new RawPod((socket, number) -> serve(socket));
    }

    int port() {
        return pod.port();
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            Reading reading = new Reading(in);
            reading.head();
            try {
                reading.body();
            } catch (IOException e) {
                arrived.add(reading.arrived(false));
                throw e;
            }
            Arrived whole = reading.arrived(true);
            arrived.add(whole);
            answer(socket, whole);
        }
    }

    private static void answer(Socket socket, Arrived request) throws IOException {
        String body = request.target().replaceAll("[^!-~]", "?");
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n" + SEEN + ": "
                + String.join("+", request.ids()) + "\r\n\r\n";
        String text = request.head().startsWith("HEAD ") ? head : head + body;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One request as it comes. */
    private final class Reading {

        private final InputStream in;
        private final List<String> wrongs = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private final List<String> lengths = new ArrayList<>();
        private final List<String> codings = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private String first = "";
        private int hosts;

        Reading(InputStream in) {
            this.in = in;
        }

        void head() throws IOException {
            first = line();
            check(LINE.matcher(first).matches(), "request line " + first);
            for (String line = line(); !line.isEmpty(); line = line()) {
                header(line);
            }
            check(hosts == 1, hosts + " hosts");
            check(lengths.size() + codings.size() <= 1, "framings " + lengths + codings);
            check(lengths.stream().allMatch(length -> LENGTH.matcher(length).matches()), "length " + lengths);
            check(codings.stream().allMatch("chunked"::equals), "coding " + codings);
        }

        private void header(String line) {
            check(HEADER.matcher(line).matches(), "header " + line);
            String name = name(line);
            String value = line.substring(line.indexOf(':') + 1).strip();
            switch (name) {
                case "host" -> hosts++;
                case "content-length" -> lengths.add(value);
                case "transfer-encoding" -> codings.add(value);
                case "upgrade" -> check(!value.toLowerCase(Locale.ROOT).matches(".*(h2|http|tls).*"), line);
                case "http2-settings", "te", "trailer", "expect", "keep-alive", "proxy-connection" ->
                    check(false, "of the connection: " + line);
                default ->
                    check(
                            !name.contains("_")
                                    || !NO_LOOKALIKE
                                            .matcher(name.replace('_', '-'))
                                            .matches(),
                            "looks like: " + line);
            }
            if (name.equals(id)) {
                ids.add(value);
            }
        }

        void body() throws IOException {
            if (!codings.isEmpty()) {
                chunks();
            } else if (!lengths.isEmpty()) {
                skip(Integer.parseInt(lengths.getFirst()));
            }
        }

        private void chunks() throws IOException {
            while (true) {
                String size = line();
                check(SIZE.matcher(size).matches(), "size " + size);
                int count = Integer.parseInt(size, 16);
                if (count == 0) {
                    break;
                }
                skip(count);
                check(line().isEmpty(), "no line end after a chunk");
            }
            for (String line = line(); !line.isEmpty(); line = line()) {
                check(HEADER.matcher(line).matches(), "trailer " + line);
                check(!NO_TRAILER.matcher(name(line).replace('_', '-')).matches(), "trailer " + line);
            }
        }

        private static String name(String line) {
            return line.substring(0, Math.max(line.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
        }

        private void skip(int count) throws IOException {
            if (in.readNBytes(count).length < count) {
                throw new IOException("The body ended early");
            }
        }

        /** To the next LF; ends by CR LF, and has no other CR. */
        private String line() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("The connection ended");
                }
                bytes.write(b);
            }
            String line = bytes.toString(StandardCharsets.ISO_8859_1);
            text.append(line).append('\n');
            check(line.indexOf('\r') == line.length() - 1 && !line.isEmpty(), "line end of " + line);
            return line.replace("\r", "");
        }

        private void check(boolean right, String what) {
            if (!right) {
                wrongs.add(what);
            }
        }

        Arrived arrived(boolean whole) {
            String[] parts = first.split(" ", -1);
            return new Arrived(
                    parts.length > 1 ? parts[1] : first, List.copyOf(ids), whole, List.copyOf(wrongs), text.toString());
        }
    }

    @Override
    public void close() {
        pod.close();
    }
}
