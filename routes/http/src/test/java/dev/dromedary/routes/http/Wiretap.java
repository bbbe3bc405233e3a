package dev.dromedary.routes.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between two hops, and keeps byte for byte what each connection carried. Whoever sends gives each of its requests an
 * id, so that what it believes to have sent is known without asking a third reader.
 */
final class Wiretap implements AutoCloseable {

    private static final Pattern ANSWER =
            Pattern.compile("HTTP/1\\.[01] ([2-5][0-9]{2}|101)[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n");

    private final int to;
    private final RawPod pod;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** What one connection carried: there, and back. */
    private record Line(ByteArrayOutputStream there, ByteArrayOutputStream back) {}

    /**
     * What one connection carried.
     *
     * @param asked the ids of the requests, in their order
     * @param answered the answers, in their order
     */
    record Carried(List<String> asked, List<Answered> answered) {}

    /**
     * An answer.
     *
     * @param front the id that the front knows it by; empty: none
     * @param seen the id of the request that the pod answered; empty: no pod did
     */
    record Answered(int status, String front, String seen) {}

    /** Leads to a port of loopback. */
    Wiretap(int to) throws IOException {
        this.to = to;
        this.pod = new RawPod((client, number) -> relay(client));
    }

    int port() {
        return pod.port();
    }

    /** What was carried until now, by the name of the header that has the ids. */
    List<Carried> carried(String id) {
        Pattern header = header(id);
        // One that was opened and not used is answered by some all the same.
        return lines.stream()
                .filter(line -> line.there().size() > 0)
                .map(line -> {
                    List<String> asked = new ArrayList<>();
                    Matcher ids = header.matcher(text(line.there()));
                    while (ids.find()) {
                        asked.add(ids.group(1));
                    }
                    return new Carried(asked, answers(text(line.back())));
                })
                .toList();
    }

    /** The answers in what came back by a connection; interim ones are left out. */
    static List<Answered> answers(String back) {
        List<Answered> answers = new ArrayList<>();
        Matcher found = ANSWER.matcher(back);
        while (found.find()) {
            answers.add(new Answered(
                    Integer.parseInt(found.group(1)),
                    value(found.group(2), "X-Front-Answer"),
                    value(found.group(2), StrictPod.SEEN)));
        }
        return answers;
    }

    private static String value(String headers, String name) {
        Matcher found = header(name).matcher(headers);
        return found.find() ? found.group(1) : "";
    }

    private static Pattern header(String name) {
        return Pattern.compile("(?<=^|\n)" + name + ": ([^\r\n ]+)\r\n", Pattern.CASE_INSENSITIVE);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private void relay(Socket client) throws IOException {
        Line line = new Line(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        lines.add(line);
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), to)) {
            next.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> pump(next, client, line.back()));
            pump(client, next, line.there());
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket into, ByteArrayOutputStream kept) {
        byte[] part = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                kept.write(part, 0, count);
                out.write(part, 0, count);
            }
            into.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(into);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    @Override
    public void close() {
        pod.close();
    }
}
