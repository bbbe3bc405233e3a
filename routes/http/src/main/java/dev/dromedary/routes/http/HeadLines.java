package dev.dromedary.routes.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** The lines of a head, by the letter of RFC 9112, and what they say of the body's length. */
final class HeadLines {

    private static final boolean[] TOKEN = new boolean[256];
    private static final String VERSION = "HTTP/1.1";
    private static final int VERSION_LENGTH = VERSION.length();
    private static final int MOST_DIGITS = 18;
    private static final int NONE = -1;

    private long length = NONE;
    private boolean chunked;
    private boolean odd;

    static {
        for (char c : "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    /** For the next head. */
    void clear() {
        length = NONE;
        chunked = false;
        odd = false;
    }

    /** What {@code Content-Length} says, in bytes; -1: nothing. */
    long length() {
        return length;
    }

    boolean isChunked() {
        return chunked;
    }

    /** Whether it names a coding that is not known here. */
    boolean isOdd() {
        return odd;
    }

    /**
     * Takes a header; false: it is none, or says what another has said already, or is of WebSocket's first drafts, by which Netty
     * would take the eight bytes after the head for a body, and nobody else does any more.
     */
    boolean header(ByteBuf in, int from, int to) {
        if (!isField(in, from, to)) {
            return false;
        }
        int colon = in.indexOf(from, to, (byte) ':');
        if (is(HttpHeaderNames.CONTENT_LENGTH, in, from, colon)) {
            return length(value(in, colon, to));
        }
        if (is(HttpHeaderNames.TRANSFER_ENCODING, in, from, colon)) {
            boolean known = HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(value(in, colon, to));
            odd = odd || chunked || !known;
            chunked = known;
        }
        return !is(HttpHeaderNames.SEC_WEBSOCKET_KEY1, in, from, colon);
    }

    private boolean length(String digits) {
        if (length >= 0 || digits.isEmpty() || digits.length() > MOST_DIGITS) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        length = Long.parseLong(digits);
        return true;
    }

    private static boolean is(AsciiString name, ByteBuf in, int from, int to) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (AsciiString.toLowerCase((char) (in.getByte(from + i) & 0xff)) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String value(ByteBuf in, int colon, int to) {
        int from = colon + 1;
        int end = to;
        while (from < end && isBlank(in.getByte(from))) {
            from++;
        }
        while (end > from && isBlank(in.getByte(end - 1))) {
            end--;
        }
        return in.toString(from, end - from, StandardCharsets.ISO_8859_1);
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** Method, target and version, with one space between them. */
    static boolean isRequest(ByteBuf in, int from, int to) {
        int method = token(in, from, to);
        int version = to - VERSION_LENGTH;
        if (method == from
                || version - 1 <= method + 1
                || in.getByte(method) != ' '
                || in.getByte(version - 1) != ' ') {
            return false;
        }
        for (int i = method + 1; i < version - 1; i++) {
            int c = in.getByte(i) & 0xff;
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
        }
        return isVersion(in, version);
    }

    /** Any two digits: which of them are spoken here is said elsewhere. */
    private static boolean isVersion(ByteBuf in, int from) {
        for (int i = 0; i < VERSION_LENGTH; i++) {
            char wanted = VERSION.charAt(i);
            byte b = in.getByte(from + i);
            if (wanted == '1' ? b < '0' || b > '9' : b != wanted) {
                return false;
            }
        }
        return true;
    }

    /** A name, a colon, and text: never the rest of a folded line. */
    static boolean isField(ByteBuf in, int from, int to) {
        int colon = token(in, from, to);
        return colon > from && colon < to && in.getByte(colon) == ':' && isText(in, colon + 1, to);
    }

    /** Where the token ends that begins there. */
    private static int token(ByteBuf in, int from, int to) {
        int at = from;
        while (at < to && TOKEN[in.getByte(at) & 0xff]) {
            at++;
        }
        return at;
    }

    /** Whether there are no control characters. */
    static boolean isText(ByteBuf in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isControl(in.getByte(i) & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** The same of a text, a byte a character. */
    static boolean isText(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }

    /** Letters, digits and {@code -._~}, which mean nothing else anywhere in a URI (RFC 3986, 2.3). */
    static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** Whether it is a name, of a method or a header (RFC 9110, 5.6.2). */
    static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= TOKEN.length || !TOKEN[text.charAt(i)]) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
