package dev.dromedary.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of a request.
 *
 * @param target as it was sent
 * @param minor of HTTP's version: 0 or 1
 * @param names of headers, in lower case, in the order in which they came
 * @param values one for each name
 */
record Head(String method, String target, int minor, List<String> names, List<String> values) {

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    /** What came is no request; the message says why. */
    static final class BadRequest extends Exception {

        BadRequest(String message) {
            super(message);
        }
    }

    /**
     * Reads a head that ends with an empty line.
     *
     * @param end behind the empty line
     */
    static Head parse(byte[] bytes, int begin, int end) throws BadRequest {
        int line = endOfLine(bytes, begin, end);
        int first = indexOf(bytes, ' ', begin, line);
        int second = indexOf(bytes, ' ', first + 1, line);
        if (first <= begin || second < 0) {
            throw new BadRequest("The request line has no method, target and version");
        }
        String method = token(bytes, begin, first, "The method");
        String version = text(bytes, second + 1, line);
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new BadRequest("The version is not HTTP/1.0 or 1.1");
        }
        Head head = new Head(
                method,
                target(bytes, first + 1, second),
                version.charAt(7) - '0',
                new ArrayList<>(12),
                new ArrayList<>(12));
        for (int at = line + 2; at < end - 2; at = line + 2) {
            line = endOfLine(bytes, at, end);
            head.add(bytes, at, line);
        }
        return head;
    }

    private void add(byte[] bytes, int at, int line) throws BadRequest {
        int colon = indexOf(bytes, ':', at, line);
        if (colon <= at) {
            throw new BadRequest("A header has no name or no colon");
        }
        names.add(token(bytes, at, colon, "A header's name").toLowerCase(Locale.ROOT));
        for (int i = colon + 1; i < line; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 127) {
                throw new BadRequest("A header has a control character");
            }
        }
        values.add(text(bytes, colon + 1, line).strip());
    }

    /** The first value of a header; null if it is not there. */
    String header(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    String header(String name, String otherwise) {
        String value = header(name);
        return value == null ? otherwise : value;
    }

    boolean says(String name, String word) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name) && hasWord(values.get(i), word)) {
                return true;
            }
        }
        return false;
    }

    Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            all.computeIfAbsent(names.get(i), name -> new ArrayList<>(1)).add(values.get(i));
        }
        return all;
    }

    String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    boolean keepsAlive() {
        return minor == 1 ? !says("connection", "close") : says("connection", "keep-alive");
    }

    private static boolean hasWord(String value, String word) {
        if (value.equalsIgnoreCase(word)) {
            return true;
        }
        for (String part : value.split(",", -1)) {
            if (part.strip().equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    private static String target(byte[] bytes, int from, int to) throws BadRequest {
        for (int i = from; i < to; i++) {
            if (bytes[i] <= ' ' || bytes[i] == 127) {
                throw new BadRequest("The target has a character that must be encoded");
            }
        }
        String target = text(bytes, from, to);
        if (target.startsWith("/") || target.equals("*")) {
            return target;
        }
        int scheme = target.indexOf("://");
        if (scheme <= 0) {
            throw new BadRequest("The target is no path");
        }
        int path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private static int endOfLine(byte[] bytes, int from, int end) throws BadRequest {
        int at = indexOf(bytes, '\n', from, end);
        if (at <= from || bytes[at - 1] != '\r') {
            throw new BadRequest("A line does not end with CR LF");
        }
        return at - 1;
    }

    private static String token(byte[] bytes, int from, int to, String what) throws BadRequest {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0 || !TOKEN[bytes[i]]) {
                throw new BadRequest(what + " has a character that it must not have");
            }
        }
        return text(bytes, from, to);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = Math.max(from, 0); i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
