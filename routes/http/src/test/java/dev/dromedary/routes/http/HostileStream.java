package dev.dromedary.routes.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of {@code fronts/hostile.h2}, where the form is told.
 *
 * @param number in its path, with three digits
 * @param fate as it stands there
 * @param fields names of headers, each followed by its value
 * @param trailers the same
 */
record HostileStream(
        int number, String fate, String name, List<String> fields, Optional<String> body, List<String> trailers) {

    private static final String FILE = "/fronts/hostile.h2";
    private static final Pattern WRITTEN = Pattern.compile("\\\\(?:([rn0])|x([0-9a-f]{2}))|\\{(.)\\*(\\d+)}");
    private static final String END = ": ";

    /** All of them. */
    static List<HostileStream> all() throws IOException {
        try (InputStream in = HostileStream.class.getResourceAsStream(FILE)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            List<HostileStream> all = new ArrayList<>();
            for (String line : lines) {
                all.add(of(all.size(), line.split(" \\| ", 3)));
            }
            return List.copyOf(all);
        }
    }

    private static HostileStream of(int number, String... parts) {
        String n = "%03d".formatted(number);
        List<String> fields = new ArrayList<>(
                List.of(":method", "GET", ":scheme", "http", ":authority", "a.example", ":path", "/case-" + n));
        List<String> trailers = new ArrayList<>();
        Optional<String> body = Optional.empty();
        for (String change : parts[2].replace("{n}", n).split(" && ", -1)) {
            if (change.startsWith("body: ")) {
                body = Optional.of(meant(change.substring("body: ".length())));
            } else if (change.startsWith("trailer: ")) {
                add(trailers, change.substring("trailer: ".length()));
            } else if (change.startsWith("+")) {
                add(fields, change.substring(1));
            } else if (change.startsWith("-")) {
                int at = fields.indexOf(change.substring(1));
                fields.subList(at, at + 2).clear();
            } else {
                List<String> changed = new ArrayList<>();
                add(changed, change);
                fields.set(fields.indexOf(changed.getFirst()) + 1, changed.getLast());
            }
        }
        return new HostileStream(number, parts[0], parts[1], List.copyOf(fields), body, List.copyOf(trailers));
    }

    private static void add(List<String> to, String field) {
        int end = field.lastIndexOf(END, Math.max(field.indexOf(END, 1), 0));
        int name = end < 0 ? field.length() - 1 : end;
        to.add(meant(field.substring(0, name)));
        to.add(end < 0 ? "" : meant(field.substring(end + END.length())));
    }

    private static String meant(String text) {
        return WRITTEN.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
    }

    private static String meant(MatchResult found) {
        if (found.group(3) != null) {
            return found.group(3).repeat(Integer.parseInt(found.group(4)));
        }
        if (found.group(2) != null) {
            return String.valueOf((char) Integer.parseInt(found.group(2), 16));
        }
        return switch (found.group(1)) {
            case "r" -> "\r";
            case "n" -> "\n";
            default -> "\0";
        };
    }

    /** What is sent of it on a stream. */
    byte[] frames(int stream) {
        byte[] head = RawHttp2.head(
                stream, body.isEmpty() && trailers.isEmpty(), RawHttp2.block(fields.toArray(String[]::new)));
        byte[] data = body.map(text -> RawHttp2.frame(
                        RawHttp2.DATA,
                        trailers.isEmpty() ? RawHttp2.END_STREAM : 0,
                        stream,
                        text.getBytes(StandardCharsets.ISO_8859_1)))
                .orElse(new byte[0]);
        byte[] last = trailers.isEmpty()
                ? new byte[0]
                : RawHttp2.head(stream, true, RawHttp2.block(trailers.toArray(String[]::new)));
        return RawHttp2.join(head, data, last);
    }

    @Override
    public String toString() {
        return "case " + number + " (" + name + ")";
    }
}
