package dev.dromedary.routes.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of {@code fronts/hostile.http}, where the form is told.
 *
 * @param number in the text, with three digits
 * @param text a byte a character, with the request that follows
 */
record Hostile(int number, String name, Fate fate, String text) {

    private static final String FILE = "/fronts/hostile.http";
    private static final Pattern WRITTEN =
            Pattern.compile("\\\\(\\n|[rnt0\\\\]|x([0-9a-f]{2}))|\\{(.)\\*(\\d+)}|(\\n)");
    private static final Pattern LIST = Pattern.compile("\\{([a-z-]+)}");
    private static final String HEAD_END = "\r\n\r\n";
    private static final String REQUEST = " HTTP/1.1\r\nHost: a.example" + HEAD_END;

    /** What the router makes of it. */
    enum Fate {
        PASSES,
        LAST,
        BROKEN,
        REFUSED
    }

    /** All of them. */
    static List<Hostile> all() throws IOException {
        String[] parts;
        try (InputStream in = Hostile.class.getResourceAsStream(FILE)) {
            parts = new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("(?m)^### ", -1);
        }
        Map<String, List<String>> lists = lists(parts[0]);
        List<String> shapes = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            expand(parts[i], lists, shapes);
        }
        List<Hostile> all = new ArrayList<>();
        for (String shape : shapes) {
            all.add(of(all.size(), shape));
        }
        return List.copyOf(all);
    }

    private static Map<String, List<String>> lists(String text) {
        Map<String, List<String>> lists = new HashMap<>();
        for (String paragraph : text.split("\n\n", -1)) {
            List<String> lines = paragraph.strip().lines().toList();
            if (paragraph.startsWith("@")) {
                lists.put(lines.getFirst().substring(1), lines.subList(1, lines.size()));
            }
        }
        return lists;
    }

    /** A case for each line of the list that is named; such a line may name a list itself. */
    private static void expand(String shape, Map<String, List<String>> lists, List<String> into) {
        Matcher named = LIST.matcher(shape);
        while (named.find()) {
            List<String> values = lists.get(named.group(1));
            if (values != null) {
                values.forEach(value -> expand(shape.replace(named.group(), value), lists, into));
                return;
            }
        }
        into.add(shape);
    }

    private static Hostile of(int number, String shape) {
        int line = shape.indexOf('\n');
        int colon = shape.indexOf(':');
        Fate fate = Fate.valueOf(shape.substring(0, colon).toUpperCase(Locale.ROOT));
        String name = shape.substring(colon + 1, line).strip();
        String n = "%03d".formatted(number);
        String smuggled = "GET /smuggled-" + n + REQUEST;
        String text = WRITTEN.matcher(shape.substring(line + 1))
                .replaceAll(found -> Matcher.quoteReplacement(meant(found)))
                .replace("{smuggled}", smuggled)
                .replace("{size}", Integer.toHexString(smuggled.length()))
                .replace("{n}", n);
        int length = text.length() - text.indexOf(HEAD_END) - HEAD_END.length();
        return new Hostile(
                number, name, fate, text.replace("{length}", String.valueOf(length)) + "GET /after-" + n + REQUEST);
    }

    private static String meant(MatchResult found) {
        if (found.group(5) != null) {
            return "\r\n";
        }
        if (found.group(3) != null) {
            return found.group(3).repeat(Integer.parseInt(found.group(4)));
        }
        if (found.group(2) != null) {
            return String.valueOf((char) Integer.parseInt(found.group(2), 16));
        }
        return switch (found.group(1)) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            case "0" -> "\0";
            case "\\" -> "\\";
            default -> "";
        };
    }

    @Override
    public String toString() {
        return "case " + number + " (" + name + ")";
    }
}
